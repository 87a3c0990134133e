package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.EmbeddedDatabase;
import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Sql;
import io.tidemark.testing.Token;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Writes events as a service would, and looks up what became of them. */
record Ledger(Node node, EmbeddedDatabase database) {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** The JSON of an event to be, with an id of its own. */
    record Draft(UUID id, Map<String, Object> members) {
        static Draft of(String type) {
            UUID id = UUID.randomUUID();
            return new Draft(id, Map.of("id", id.toString(), "eventType", type));
        }

        Draft with(String member, Object value) {
            Map<String, Object> more = new LinkedHashMap<>(members);
            more.put(member, value);
            return new Draft(id, more);
        }

        Draft metadata(Map<String, Object> metadata) {
            return with("metadata", metadata);
        }

        Draft failed() {
            return with("outcome", "failure");
        }

        String json() {
            return JsonMapper.shared().writeValueAsString(members);
        }
    }

    static Draft marker() {
        return Draft.of("test.marker");
    }

    Api api(Token token) {
        return Api.of(node).as(token.sign());
    }

    /** Posts them as one block, which is one transaction. */
    void post(Draft... drafts) {
        assertThat(tryPost(drafts).status()).isEqualTo(201);
    }

    Api.Answer tryPost(Draft... drafts) {
        return tryPost(Arrays.asList(drafts));
    }

    Api.Answer tryPost(List<Draft> drafts) {
        String body = drafts.stream().map(Draft::json).collect(Collectors.joining("\n"));
        return api(Token.of("the-writer").roles("audit-writer")).post("/api/v1/events", "application/x-ndjson", body);
    }

    /** Posts it and waits for its position. */
    long append(Draft draft) {
        post(draft);
        return seq(draft);
    }

    /** Its position, as soon as it has one. */
    long seq(Draft draft) {
        return Await.until(
                "position of " + draft.json(),
                SOON,
                () -> number("select coalesce(min(seq), 0) from tidemark.log where id = ?", draft.id()),
                seq -> seq > 0);
    }

    /** When it got its position, by the database's clock. */
    Instant recordedAt(long seq) throws SQLException {
        try (var connection = database.asOwner()) {
            return new Sql(connection)
                    .one(OffsetDateTime.class, "select recorded_at from tidemark.log where seq = ?", seq)
                    .toInstant();
        }
    }

    long number(String sql, Object... parameters) throws SQLException {
        try (var connection = database.asOwner()) {
            return new Sql(connection).count(sql, parameters);
        }
    }

    /** The sum of a metric's samples whose line has this text; 0 if there is none. */
    double metric(String name, String label) {
        return Api.of(node)
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
