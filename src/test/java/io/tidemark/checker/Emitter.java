package io.tidemark.checker;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Somebody who emits events, and writes down before what it will do, and after what it knows of it. */
abstract class Emitter extends Client {
    /** None revokes: those that could are failures. */
    private static final List<String> TYPES =
            List.of("login", "logout", "role_grant_create", "password_change", "order");

    private int transactions;

    Emitter(Stage stage, String name, long seed) {
        super(stage, name, seed);
    }

    final String begin(
            String via, Collection<UUID> ids, Collection<UUID> undone, Transaction.@Nullable Revocation revokes) {
        var name = this.name + "-" + ++transactions;
        stage.history().add(this.name, "begin", line -> {
            line.put("tx", name).put("via", via);
            add(line, "ids", ids);
            if (!undone.isEmpty()) add(line, "undone", undone);
            if (revokes == null) return;
            var revoked =
                    line.putObject("revokes").put("scope", revokes.scope()).put("id", revokes.id());
            if (revokes.event() != null) revoked.put("event", revokes.event().toString());
        });
        return name;
    }

    final void end(String transaction, Outcome outcome) {
        stage.history().add(name, "end", line -> line.put("tx", transaction).put("outcome", outcome.name()));
    }

    final void end(String transaction, Outcome outcome, long seq) {
        stage.history()
                .add(
                        name,
                        "end",
                        line -> line.put("tx", transaction)
                                .put("outcome", outcome.name())
                                .put("seq", seq));
    }

    final String type() {
        return TYPES.get(random.nextInt(TYPES.size()));
    }

    final String outcome(String type) {
        boolean revokes = type.equals("logout") || type.equals("password_change");
        return revokes || random.nextBoolean() ? "failure" : "success";
    }

    private static void add(ObjectNode line, String member, Collection<UUID> ids) {
        var array = line.putArray(member);
        ids.forEach(id -> array.add(id.toString()));
    }
}
