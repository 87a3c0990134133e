package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table takes nothing that a filter or a reader could not take. */
class PayloadTableIT {
    private static final String INSERT =
            "insert into tidemark.payload (event_id, %s, %s_bytes, %s_redacted, %s_altered)"
                    + " values (cast(? as uuid), ?, 1, false, false)";

    private static Schema schema;

    @BeforeAll
    static void migrate() throws SQLException {
        schema = Schema.create();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1", "[1]", "1", "null", "{\"a\":\"\\u0000\"}", "{\"a\":\"\\ud800\"}"})
    void refusesARequestThatIsNoObjectOfPlainJson(String request) throws SQLException {
        try (var app = schema.asApp()) {
            assertRefused(app, "request", request);
        }
    }

    @Test
    void refusesWhatIsTooDeepOrTooLong() throws SQLException {
        try (var app = schema.asApp()) {
            assertRefused(app, "response", "[".repeat(33) + "1" + "]".repeat(33));
            assertRefused(app, "response", "\"" + "x".repeat(1_048_576) + "\"");
            assertRefused(app, "response", "[" + "1e99999,".repeat(30) + "1]");
            assertThat(insert(app, "response", "[".repeat(32) + "1" + "]".repeat(32)))
                    .isEqualTo(1);
            assertThat(insert(app, "response", "\"" + "x".repeat(1_048_574) + "\""))
                    .isEqualTo(1);
            assertThat(insert(app, "response", "null")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(event_id, request) values (gen_random_uuid(), '{}')",
                "(event_id, request_bytes) values (gen_random_uuid(), 1)",
                "(event_id, request_redacted) values (gen_random_uuid(), true)",
                "(event_id, request_bytes, request_redacted, request_altered) values (gen_random_uuid(), -1, false, false)",
                "(event_id, dropped_notifications) values (gen_random_uuid(), -1)",
                "(event_id, notifications, notifications_bytes, notifications_redacted, notifications_altered)"
                        + " values (gen_random_uuid(), '{}', 2, false, false)",
                "(event_id, headers, headers_bytes, headers_redacted, headers_altered)"
                        + " values (gen_random_uuid(), '[]', 2, false, false)",
                "(event_id, response, response_bytes, response_redacted, response_altered,"
                        + " error, error_bytes, error_redacted, error_altered)"
                        + " values (gen_random_uuid(), '1', 1, false, false, '{}', 2, false, false)"
            })
    void refusesHalfASide(String row) throws SQLException {
        try (var app = schema.asApp()) {
            assertThatThrownBy(() -> new Sql(app).run("insert into tidemark.payload " + row))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refusal -> assertThat(refusal.getSQLState()).isEqualTo("23514"));
        }
    }

    /** A node of the version before names no has_payload. */
    @Test
    void movesWhatTheVersionBeforeWrites() throws SQLException {
        var own = Schema.create();
        try (var app = own.asApp()) {
            var sql = new Sql(app);
            InboxRow.of("login").insert(app);
            InboxRow.of("login").with("has_payload", true).insert(app);
            assertThat(sql.count("select tidemark.sequence_step(10)")).isEqualTo(2);
            assertThat(sql.rows("select has_payload from tidemark.log order by seq"))
                    .extracting(row -> row.get("has_payload"))
                    .containsExactly(false, true);
        }
    }

    private static void assertRefused(Connection app, String side, String json) {
        assertThatThrownBy(() -> insert(app, side, json))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(refusal.getSQLState()).matches("22...|23514"));
    }

    private static int insert(Connection app, String side, String json) throws SQLException {
        return new Sql(app)
                .run(INSERT.formatted(side, side, side, side), UUID.randomUUID().toString(), json);
    }
}
