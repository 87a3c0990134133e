package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testing.Servers;
import io.tidemark.testing.SseReader;
import io.tidemark.testing.Token;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A row that the log, or a reader of it, could not take would hold back all later ones for ever: it is refused when it is
 * written, whoever writes it, or it passes.
 */
class PoisonIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String FOUR_BYTES = "\ud83d\ude80";

    private final String service = "poison-" + UUID.randomUUID();
    private Connection app;
    private SseReader reader;

    @BeforeEach
    void openReader() throws SQLException {
        var node = Servers.node();
        // Texts, for the database to take as it may: a time, a UUID, a number.
        var url = Servers.database().url() + "?stringtype=unspecified";
        app = DriverManager.getConnection(url, "tidemark_app", "tidemark_app");
        var token = Token.of("poison-reader").roles("audit-reader").sign();
        reader = SseReader.open(node, "/api/v1/stream?service=" + service, token);
    }

    @AfterEach
    void everybodyElsesEventsStillArrive() throws SQLException {
        int before = reader.events().size();
        InboxRow.of("login").with("service", service).insert(app);
        reader.awaitEvents(before + 1, DEADLINE);
        reader.close();
        app.close();
    }

    static Stream<Arguments> poison() {
        return Stream.of(
                Arguments.of("metadata", "no JSON"),
                Arguments.of("metadata", ""),
                Arguments.of("metadata", "[1]"),
                Arguments.of("metadata", "null"),
                Arguments.of("metadata", "\"text\""),
                Arguments.of("metadata", "{\"a\":1} {}"),
                Arguments.of("metadata", "{\"a\":\"\\u0000\"}"),
                Arguments.of("metadata", "{\"a\":\"\\ud800\"}"),
                Arguments.of("metadata", "{\"a\":\"" + "x".repeat(65_536) + "\"}"),
                Arguments.of("metadata", "{\"a\":1e200000}"),
                // 13 KiB here, 200 MB for whoever reads the log
                Arguments.of("metadata", "{\"a\":[" + "1e99999,".repeat(2_000) + "1]}"),
                // deep enough for the stack at insert, perhaps too deep for the step's
                Arguments.of("metadata", "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}"),
                Arguments.of("metadata", "{\"a\":" + "[".repeat(3_000) + "]".repeat(3_000) + "}"),
                Arguments.of("metadata", "{\"a\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}"),
                Arguments.of("event_type", ""),
                Arguments.of("event_type", "no type"),
                Arguments.of("event_type", "1login"),
                Arguments.of("event_type", "login\n"),
                Arguments.of("event_type", "x".repeat(129)),
                Arguments.of("event_version", "x".repeat(256)),
                Arguments.of("outcome", "unknown"),
                Arguments.of("occurred_at", "infinity"),
                Arguments.of("occurred_at", "-infinity"),
                Arguments.of("occurred_at", "0001-12-31T23:59:59Z BC"),
                Arguments.of("occurred_at", "10000-01-01T00:00:00Z"),
                Arguments.of("error_category", "unknown"),
                Arguments.of("replayed_from", "no UUID"),
                Arguments.of("replayed_from", ""),
                Arguments.of("duration_ms", "-1"),
                Arguments.of("account_id", FOUR_BYTES.repeat(256)),
                Arguments.of("session_id", "x".repeat(256)),
                Arguments.of("actor_email", "x".repeat(321)),
                Arguments.of("error_message", "x".repeat(1_025)),
                Arguments.of("user_agent", "x".repeat(1_025)));
    }

    @ParameterizedTest(name = "{0}, case {index}")
    @MethodSource("poison")
    void refusesWhatNobodyCouldRead(String column, String value) {
        var row = InboxRow.of("login").with("service", service).with(column, value);
        assertThatThrownBy(() -> row.insert(app))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(refusal.getSQLState())
                                .as(refusal.getMessage())
                                .matches("22...|23514|54...|42804"));
    }

    @Test
    void namesTheColumnAndNothingOfTheRow() {
        var row = InboxRow.of("login").with("account_id", "a-secret").with("outcome", "unknown");
        assertThatThrownBy(() -> row.insert(app))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("outcome")
                .hasMessageNotContainingAny("a-secret", "unknown");
    }

    /** A number that is too long for whoever looks into the metadata here, and for nobody else. */
    @Test
    void aFilterThatFailsConcernsNobodyElse() throws SQLException {
        var token = Token.of("poison-filter").roles("audit-reader").sign();
        var path = "/api/v1/stream?metadata.n=1&service=" + service;
        try (var filtered = SseReader.open(Servers.node(), path, token)) {
            filtered.await(stream -> !stream.frames().isEmpty(), DEADLINE);
            InboxRow.of("login")
                    .with("service", service)
                    .with("metadata", "{\"n\":1e500}")
                    .insert(app);
            reader.awaitEvents(1, DEADLINE);
        }
        InboxRow.of("login").with("service", service).insert(app);
        reader.awaitEvents(2, DEADLINE);
        assertThat(Servers.node().logs()).doesNotContain("Lost the log");
    }

    @Test
    void passesOnWhatIsOnlyLarge() throws SQLException {
        var row = InboxRow.of("x".repeat(128)).with("service", service);
        for (var column : List.of(
                "event_version",
                "operation",
                "source",
                "node_id",
                "account_id",
                "actor_id",
                "target_account_id",
                "target_actor_id",
                "actor_type",
                "actor_display_name",
                "actor_client_id",
                "actor_realm",
                "target_type",
                "target_id",
                "target_name",
                "error_code",
                "ip",
                "session_id",
                "request_id",
                "trace_id")) {
            row = row.with(column, incompressible(255));
        }
        row = row.with("actor_email", incompressible(320))
                .with("error_message", incompressible(1_024))
                .with("user_agent", incompressible(1_024))
                .with("metadata", "{\"a\":\"" + random(65_000) + "\"}")
                .with("occurred_at", "9999-12-31T23:59:59.999999Z")
                .with("duration_ms", Long.MAX_VALUE)
                .with("replayed_from", "A0EEBC999C0B4EF8BB6D6BB9BD380A11");
        assertArrives(row);
    }

    @Test
    void passesOnTheDeepestAndLongestMetadata() throws SQLException {
        assertArrives(row("{\"a\":" + "[".repeat(31) + "1" + "]".repeat(31) + "}"));
        assertArrives(row("{\"a\":[" + "1,".repeat(32_000) + "1]}"));
        assertArrives(row("{}"));
        assertArrives(row("{\"\":null}"));
    }

    /** The index of revocations holds short ids only. */
    @Test
    void passesOnARevocationOfAnEndlessSession() throws SQLException {
        assertArrives(InboxRow.of("session_revoke")
                .with("service", service)
                .with("metadata", "{\"sessionId\":\"" + random(60 * 1_024) + "\"}"));
        assertArrives(InboxRow.of("token_revoke")
                .with("service", service)
                .with("metadata", "{\"tokenId\":{\"a\":\"" + random(60 * 1_024) + "\"}}"));
        assertArrives(InboxRow.of("role_grant_revoke")
                .with("service", service)
                .with("account_id", incompressible(255))
                .with("metadata", "{\"role\":\"" + random(60 * 1_024) + "\"}"));
        assertArrives(InboxRow.of("logout").with("service", service).with("session_id", incompressible(255)));
    }

    private InboxRow row(String metadata) {
        return InboxRow.of("login").with("service", service).with("metadata", metadata);
    }

    private void assertArrives(InboxRow row) throws SQLException {
        int before = reader.events().size();
        row.insert(app);
        var event = reader.awaitEvents(before + 1, DEADLINE).get(before);
        assertThat(event.json().path("id").asString()).isEqualTo(row.id().toString());
    }

    /** Four bytes each, and no two alike. */
    private static String incompressible(int characters) {
        var text = new StringBuilder();
        var random = new Random(characters);
        for (int i = 0; i < characters; i++) text.appendCodePoint(0x20000 + random.nextInt(0xa000));
        return text.toString();
    }

    private static String random(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return new String(Base64.getUrlEncoder().encode(bytes), StandardCharsets.US_ASCII).substring(0, length);
    }
}
