package io.tidemark.checker;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Posts blocks of events; now and then one with an event that is refused, which takes the others with it. */
final class HttpEmitter extends Emitter {
    private static final String WRITER = Stage.token("checker-writer", "audit-writer");
    private static final int TRIES = 8;

    private final int pause;

    /** @param pause milliseconds between two transactions, at most */
    HttpEmitter(Stage stage, String name, long seed, int pause) {
        super(stage, name, seed);
        this.pause = pause;
    }

    @Override
    void act() {
        think(pause);
        var ids = new ArrayList<UUID>();
        var body = new StringBuilder();
        for (int i = chance(1) ? 1_000 : some(40); i > 0; i--) {
            var id = UUID.randomUUID();
            ids.add(id);
            body.append(event(id, type())).append('\n');
        }
        if (chance(15) && ids.size() < 1_000) body.append(event(UUID.randomUUID(), "not a type"));
        var transaction = begin("http", ids, List.of(), null);
        end(transaction, post(transaction, body.toString()));
    }

    private String event(UUID id, String type) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("id", id.toString())
                .put("eventType", type)
                .put("outcome", outcome(type))
                .put("service", stage.service())
                .toString();
    }

    /** One in two is content with not knowing. */
    private Outcome post(String transaction, String body) {
        boolean insists = random.nextBoolean();
        var outcome = tryPost(transaction, body);
        for (int i = 0; i < TRIES && insists && outcome == Outcome.UNKNOWN; i++) {
            think(2_000);
            outcome = tryPost(transaction, body);
        }
        return outcome;
    }

    private Outcome tryPost(String transaction, String body) {
        var member = stage.any(random);
        try {
            var answer = member.api(WRITER).post("/api/v1/events", "application/x-ndjson", body);
            stage.history()
                    .add(
                            name,
                            "tried",
                            line -> line.put("tx", transaction)
                                    .put("node", member.name())
                                    .put("status", answer.status()));
            if (answer.status() == 200 || answer.status() == 201) return Outcome.COMMITTED;
            return answer.status() == 400 ? Outcome.ROLLED_BACK : Outcome.UNKNOWN;
        } catch (UncheckedIOException e) {
            stage.history()
                    .add(
                            name,
                            "tried",
                            line -> line.put("tx", transaction)
                                    .put("node", member.name())
                                    .put("error", String.valueOf(e.getCause())));
            return Outcome.UNKNOWN;
        }
    }
}
