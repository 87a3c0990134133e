package io.tidemark.checker;

import io.tidemark.acceptance.InboxRow;
import io.tidemark.testing.Api;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Takes readers their access away: through the API, by a posted event, or in a transaction with events behind it. */
final class Revoker extends Emitter {
    private static final String ADMIN = Stage.token("checker-admin", "audit-admin");
    private static final String WRITER = Stage.token("checker-revoker", "audit-writer");
    private static final int BEHIND = 100;

    private final List<RovingReader> readers;
    private final int pause;

    /** The ways of a revocation in the log. */
    private enum Way {
        SESSION("session_revoke", "session", "sessionId"),
        TOKEN("token_revoke", "token", "tokenId"),
        ACCOUNT("password_change", "account", ""),
        ROLE("role_grant_revoke", "role", "role");

        private final String type;
        private final String scope;
        private final String member;

        Way(String type, String scope, String member) {
            this.type = type;
            this.scope = scope;
            this.member = member;
        }

        String id(Identity reader) {
            return switch (this) {
                case SESSION -> reader.session();
                case TOKEN -> reader.id();
                case ACCOUNT, ROLE -> reader.account();
            };
        }

        /** The metadata that names whose access it is; null if the account does. */
        @Nullable String metadata(Identity reader) {
            if (member.isEmpty()) return null;
            var value = this == ROLE ? "audit-reader" : id(reader);
            return JsonMapper.shared().createObjectNode().put(member, value).toString();
        }
    }

    /** @param pause milliseconds between two revocations, at most */
    Revoker(Stage stage, String name, long seed, List<RovingReader> readers, int pause) {
        super(stage, name, seed);
        this.readers = readers;
        this.pause = pause;
    }

    @Override
    void act() {
        think(pause);
        var reader = readers.get(random.nextInt(readers.size())).identity();
        switch (random.nextInt(4)) {
            case 0 ->
                byServer(
                        "account",
                        reader.account(),
                        api -> api.post("/api/v1/accounts/" + reader.account() + "/revoke-sessions"));
            case 1 -> byServer("session", reader.session(), api -> api.delete("/api/v1/sessions/" + reader.session()));
            case 2 -> post(reader, way());
            default -> insert(reader, way());
        }
    }

    private Way way() {
        return Way.values()[random.nextInt(Way.values().length)];
    }

    private void byServer(String scope, String id, Function<Api, Api.Answer> request) {
        var transaction = begin("admin", List.of(), List.of(), new Transaction.Revocation(scope, id, null, 0));
        try {
            var answer = request.apply(stage.any(random).api(ADMIN));
            if (answer.status() == 200) {
                end(transaction, Outcome.COMMITTED, answer.json().path("seq").asLong());
            } else {
                end(transaction, answer.status() == 404 ? Outcome.ROLLED_BACK : Outcome.UNKNOWN);
            }
        } catch (UncheckedIOException e) {
            end(transaction, Outcome.UNKNOWN);
        }
    }

    private void post(Identity reader, Way way) {
        var id = UUID.randomUUID();
        var transaction = begin("http", List.of(id), List.of(), revocation(reader, way, id));
        var event = JsonMapper.shared()
                .createObjectNode()
                .put("id", id.toString())
                .put("eventType", way.type)
                .put("service", stage.service())
                .put("targetAccountId", reader.account());
        var metadata = way.metadata(reader);
        if (metadata != null) event.set("metadata", JsonMapper.shared().readTree(metadata));
        try {
            var answer = stage.any(random).api(WRITER).postJson("/api/v1/events", event.toString());
            end(transaction, answer.status() == 201 ? Outcome.COMMITTED : Outcome.UNKNOWN);
        } catch (UncheckedIOException e) {
            end(transaction, Outcome.UNKNOWN);
        }
    }

    /** The events behind it must not reach the reader, though they come in the same breath. */
    private void insert(Identity reader, Way way) {
        var rows = new ArrayList<InboxRow>();
        rows.add(InboxRow.of(way.type)
                .with("service", stage.service())
                .with("target_account_id", reader.account())
                .with("metadata", way.metadata(reader)));
        for (int i = some(BEHIND); i > 0; i--) {
            rows.add(InboxRow.of("login").with("service", stage.service()).with("outcome", "failure"));
        }
        var ids = rows.stream().map(InboxRow::id).toList();
        try (var connection = stage.cluster().connect()) {
            connection.setAutoCommit(false);
            var transaction = begin("jdbc", ids, List.of(), revocation(reader, way, ids.get(0)));
            var outcome = Outcome.ROLLED_BACK;
            try {
                for (var row : rows) row.insert(connection);
                outcome = Outcome.UNKNOWN;
                connection.commit();
                outcome = Outcome.COMMITTED;
            } finally {
                end(transaction, outcome);
            }
        } catch (SQLException e) {
            think(500);
        }
    }

    private static Transaction.Revocation revocation(Identity reader, Way way, UUID event) {
        return new Transaction.Revocation(way.scope, way.id(reader), event, 0);
    }
}
