package io.tidemark.acceptance;

import static io.tidemark.acceptance.Streams.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.LiveReader;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import io.tidemark.testing.SseReader;
import io.tidemark.testing.Token;
import io.tidemark.testing.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reading leaves a trace: streams opened and closed, questions, exports and denials are themselves events. */
class TraceIT {
    private static final String EVENTS = "/api/v1/events";

    private final Node node = Servers.node();
    private final Person reader = Person.somebody();
    private final Api api = Api.of(node).as(reader.token().sign());

    @ParameterizedTest
    @EnumSource
    void recordsThatAStreamWasOpenedAndClosed(Transport transport) {
        String login = Callers.post(reader.account());
        long after = Callers.seqOf(login) - 1;
        String filter = "account=" + reader.account() + "&eventType=wire_test";
        LiveReader stream = transport.read(node, reader.token().sign(), filter, after, 0);
        stream.awaitEvents(1, SOON);

        JsonNode opened = trace("audit.stream.open");

        assertThat(opened.path("sessionId").asString()).isEqualTo(reader.session());
        assertThat(opened.path("outcome").asString()).isEqualTo("success");
        JsonNode open = opened.path("metadata");
        assertThat(open.path("transport").asString()).isEqualTo(transport.name().toLowerCase(Locale.ROOT));
        assertThat(open.path("after").asLong()).isEqualTo(after);
        assertThat(open.path("filter").asString()).contains("eventType=wire_test", reader.account());

        stream.close();
        JsonNode closed = trace("audit.stream.close");

        assertThat(closed.path("seq").asLong()).isGreaterThan(opened.path("seq").asLong());
        assertThat(closed.path("sessionId").asString()).isEqualTo(reader.session());
        JsonNode close = closed.path("metadata");
        assertThat(close.path("streamId").asString())
                .isEqualTo(open.path("streamId").asString());
        assertThat(close.path("reason").asString()).isEqualTo("gone");
        assertThat(close.path("sent").asLong()).isEqualTo(1);
        assertThat(close.path("position").asLong()).isGreaterThan(after);
    }

    @Test
    void recordsTheFirstQuestionOfASessionBeforeItIsAnswered() throws SQLException {
        api.get(EVENTS + "?limit=5&outcome=failure");

        assertThat(stored("audit.query")).isEqualTo(1);
        JsonNode query = trace("audit.query");
        assertThat(query.path("operation").asString()).isEqualTo("events.page");
        assertThat(query.path("sessionId").asString()).isEqualTo(reader.session());
        assertThat(query.path("metadata").path("filter").asString()).isEqualTo("outcome=failure");

        api.get(EVENTS);
        api.get(EVENTS + "/stats?by=summary");
        api.get(EVENTS + "/" + UUID.randomUUID());

        assertThat(stored("audit.query")).isEqualTo(1);
    }

    @Test
    void recordsAnExportWithItsRangeBeforeItBegins() throws SQLException {
        Callers.record(reader.account());

        String last = api.get(EVENTS + "/export?format=csv&account=" + reader.account() + "&eventType=wire_test")
                .body();

        assertThat(stored("audit.export")).isEqualTo(1);
        JsonNode export = trace("audit.export").path("metadata");
        assertThat(export.path("format").asString()).isEqualTo("csv");
        assertThat(export.path("after").asLong()).isZero();
        assertThat(last).contains("head=" + export.path("head").asLong());
        assertThat(export.path("filter").asString()).contains(reader.account());
    }

    @Test
    void recordsWhoWasDeniedAndWhy() {
        Api admin = Api.of(node).as(reader.token().roles("audit-writer").sign());
        assertThat(admin.get(EVENTS).status()).isEqualTo(403);
        JsonNode forbidden = trace("audit.denied");

        assertThat(forbidden.path("outcome").asString()).isEqualTo("failure");
        assertThat(forbidden.path("errorCode").asString()).isEqualTo("forbidden");
        assertThat(forbidden.path("errorCategory").asString()).isEqualTo("authz");
        assertThat(forbidden.path("sessionId").asString()).isEqualTo(reader.session());
        assertThat(forbidden.path("ip").asString()).isEqualTo("127.0.0.1");
        assertThat(forbidden.path("metadata").path("requiredRole").asString()).isEqualTo("audit-reader");
        assertThat(forbidden.path("metadata").path("path").asString()).isEqualTo(EVENTS);
    }

    @Test
    void recordsAReaderThatComesBackAfterItsAccessWasRevoked() {
        Callers.seqOf(Callers.postJson(
                Callers.json(Map.of("eventType", "session_revoke_all", "targetAccountId", reader.account()))));

        assertThat(api.get(EVENTS).status()).isEqualTo(401);

        JsonNode revoked = trace("audit.denied");
        assertThat(revoked.path("errorCode").asString()).isEqualTo("revoked");
        assertThat(revoked.path("errorCategory").asString()).isEqualTo("authn");
    }

    /** What left no trace must not be read. */
    @Test
    void givesNothingToReadWhileItCannotBeRecorded() throws SQLException, IOException {
        String id = Callers.post(reader.account());
        Callers.seqOf(id);
        try (Connection owner = Servers.database().asOwner()) {
            Sql sql = new Sql(owner);
            sql.run("revoke insert on tidemark.inbox from tidemark_app");
            try {
                for (String path : List.of(EVENTS, EVENTS + "/" + id, EVENTS + "/stats", EVENTS + "/export")) {
                    Api somebody = Api.of(node).as(Person.somebody().token().sign());
                    Refusal.of(somebody.get(path)).is(503, "unavailable");
                }
                try (var stream = reader.read(node, reader.token())) {
                    Refusal.of(stream).is(503, "unavailable");
                }
            } finally {
                sql.run(Files.readString(Path.of("src/main/resources/db/migration/R__grants.sql"))
                        .replace("${application}", "tidemark_app"));
            }
        }
        assertThat(api.get(EVENTS + "/" + id).status()).isEqualTo(200);
    }

    @Test
    void recordsWhatIsLeftWhenTheNodeStops() {
        Token token = reader.token();
        try (Node brief = Node.on(Servers.database()).named("brief").start()) {
            Api there = Api.of(brief).as(token.sign());
            for (int i = 0; i < 4; i++) there.get(EVENTS + "?eventType=wire_test");
            SseReader stream = SseReader.open(brief, Person.STREAM, token.sign());
            stream.awaitFrame(frame -> frame.comment() != null, SOON);
            brief.stop();
            stream.close();
        }

        JsonNode closed = trace("audit.stream.close");
        assertThat(closed.path("metadata").path("reason").asString()).isEqualTo("shutdown");
        JsonNode again = Await.until(
                        "the other questions", SOON, () -> traces("audit.query"), found -> found.size() == 2)
                .get(1)
                .path("metadata");
        assertThat(again.path("count").asLong()).isEqualTo(3);
        assertThat(again.path("of").get(0).asString()).isEqualTo("events.page?eventType=wire_test");
    }

    /** The reader's only event of that type, as soon as there is one. */
    private JsonNode trace(String type) {
        return Await.until(type, SOON, () -> traces(type), found -> !found.isEmpty())
                .get(0);
    }

    /** Oldest first; read from the database, since a question by the API would leave one more. */
    private List<JsonNode> traces(String type) throws SQLException {
        try (Connection owner = Servers.database().asOwner()) {
            return new Sql(owner)
                    .rows("""
                            select json_build_object('seq', seq, 'sessionId', session_id, 'outcome', outcome, 'operation', operation,
                              'errorCode', error_code, 'errorCategory', error_category, 'ip', ip, 'metadata', metadata)::text as event
                            from tidemark.log where event_type = ? and account_id = ? order by seq""", type, reader.account()).stream()
                            .map(row -> JsonMapper.shared().readTree(String.valueOf(row.get("event"))))
                            .toList();
        }
    }

    /** With a position or without. */
    private long stored(String type) throws SQLException {
        try (Connection owner = Servers.database().asOwner()) {
            return new Sql(owner).count("""
                            select (select count(*) from tidemark.log where event_type = ? and account_id = ?)
                              + (select count(*) from tidemark.inbox where event_type = ? and account_id = ?)""", type, reader.account(), type, reader.account());
        }
    }
}
