package io.tidemark.acceptance;

import static io.tidemark.acceptance.HostLog.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Servers;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What is captured is stored with its event, and nothing of it that must not be. */
@ExtendWith({HostServer.class, ArquillianExtension.class})
class PayloadIT {
    private final Host host = HostServer.app("payload");
    private final String secret = "s3cr3t-" + UUID.randomUUID();
    private HostLog log;
    private String account;

    @Deployment(testable = false)
    static WebArchive payload() {
        return HostWar.named("payload.war");
    }

    @BeforeEach
    void open() throws SQLException {
        log = new HostLog();
        account = log.account();
    }

    @AfterEach
    void close() throws SQLException {
        log.close();
    }

    @Test
    void showsWhatWasCapturedWithTheEventAlone() {
        try (var reader = log.reader()) {
            String id =
                    host.call("deposit", "account", account, "secret", secret).asString();

            JsonNode event = await(id);
            assertThat(event.path("hasPayload").asBoolean()).isTrue();
            JsonNode payload = event.path("payload");
            assertThat(payload.path("request").path("value").toString())
                    .isEqualTo(
                            "{\"slip\":{\"amount\":12,\"apiKey\":\"[redacted]\",\"pin\":\"[redacted]\","
                                    + "\"note\":" + note(payload) + "},"
                                    + "\"body\":\"{\\\"a\\\":1,\\\"credentials\\\":\\\"[redacted]\\\"}\","
                                    + "\"code\":\"[redacted]\",\"link\":\"https://bank.example/?n=1&access_token=[redacted]\"}");
            assertThat(payload.path("response").toString())
                    .isEqualTo("{\"value\":{\"amount\":12,\"sessionToken\":\"[redacted]\",\"text\":\"Thank you\"},"
                            + "\"bytes\":60,\"redacted\":true}");
            assertThat(payload.path("headers").path("value").path("Accept").asString())
                    .isEqualTo("text/html");
            assertThat(payload.path("notifications")
                            .path("value")
                            .path(0)
                            .path("step")
                            .asString())
                    .isEqualTo("checked");
            assertThat(payload.has("error")).isFalse();

            reader.awaitEvents(1, SOON);
            JsonNode frame = reader.events().get(0).json();
            assertThat(frame.path("hasPayload").asBoolean()).isTrue();
            assertThat(frame.has("payload")).isFalse();
        }
    }

    /** Of two members no order is known. */
    private static String note(JsonNode payload) {
        JsonNode note = payload.path("request").path("value").path("slip").path("note");
        assertThat(note.size()).isEqualTo(2);
        assertThat(note.path("old-password").asString()).isEqualTo("[redacted]");
        assertThat(note.path("kept").asBoolean()).isTrue();
        return note.toString();
    }

    @Test
    void keepsNoSecretInAnyTableLogFrameOrExport() throws SQLException, IOException {
        try (var reader = log.reader()) {
            String id =
                    host.call("deposit", "account", account, "secret", secret).asString();
            host.call("failDeposit", "account", account, "secret", secret);
            log.awaitSteps(2);
            reader.awaitEvents(2, SOON);
            Api api = new Log(Servers.node()).reader();

            for (String table : tables()) {
                assertThat(log.sql()
                                .count(
                                        "select count(*) from tidemark." + table + " t where strpos(t::text, ?) > 0",
                                        secret))
                        .as(table)
                        .isZero();
            }
            assertThat(log.sql().count("select count(*) from tidemark.log t where strpos(t::text, ?) > 0", account))
                    .as("what is looked for is found")
                    .isGreaterThanOrEqualTo(2);
            assertThat(HostServer.logs()).doesNotContain(secret);
            assertThat(Servers.node().logs()).doesNotContain(secret);
            for (String path : List.of(
                    "/api/v1/events/" + id,
                    "/api/v1/events?account=" + account,
                    "/api/v1/events/export?account=" + account,
                    "/api/v1/events/export?format=csv&account=" + account)) {
                assertThat(api.get(path).body()).as(path).contains(account).doesNotContain(secret);
            }
            assertThat(reader.events().toString()).contains(account).doesNotContain(secret);
        }
    }

    @Test
    void storesNeitherWhenTheTransactionRollsBack() throws SQLException {
        String lost = host.call("depositAndRollBack", "account", account, "secret", secret)
                .asString();
        String kept = host.call("deposit", "account", account, "secret", secret).asString();

        await(kept);
        assertThat(log.steps()).containsExactly(1);
        assertThat(payloads(lost)).isZero();
        assertThat(payloads(kept)).isEqualTo(1);
    }

    @Test
    void keepsTheErrorThatRolledTheTransactionBack() throws SQLException {
        host.call("failDeposit", "account", account, "secret", secret);

        log.awaitSteps(1);
        Api api = new Log(Servers.node()).reader();
        JsonNode found = api.get("/api/v1/events?account=" + account)
                .json()
                .path("events")
                .path(0);
        assertThat(found.path("errorMessage").asString()).isEqualTo("no deposit with [redacted]");
        JsonNode payload =
                api.get("/api/v1/events/" + found.path("id").asString()).json().path("payload");
        assertThat(payload.path("error").toString())
                .isEqualTo("{\"value\":{\"type\":\"java.lang.IllegalStateException\","
                        + "\"message\":\"no deposit with [redacted]\"},\"bytes\":81,\"redacted\":true}");
        assertThat(payload.has("response")).isFalse();
        assertThat(payload.has("request")).isTrue();
    }

    @Test
    void storesThePayloadOfAKnownIdOnce() throws SQLException {
        UUID id = UUID.randomUUID();

        host.call("depositOnce", "account", account, "id", id.toString(), "amount", "7");
        host.call("depositOnce", "account", account, "id", id.toString(), "amount", "8");

        JsonNode event = await(id.toString());
        assertThat(event.path("payload").path("request").path("value").toString())
                .isEqualTo("{\"amount\":7}");
        assertThat(payloads(id.toString())).isEqualTo(1);
        assertThat(log.steps()).containsExactly(7);
    }

    @Test
    void bearsWhatTheDatabaseWouldRefuse() {
        String id = host.call("depositOdd", "account", account).asString();

        JsonNode payload = await(id).path("payload");
        JsonNode request = payload.path("request");
        assertThat(request.path("altered").asBoolean()).isTrue();
        assertThat(request.path("value").path("nul\u2400").asString()).isEqualTo("a\u2400b\ufffd");
        assertThat(request.path("value").path("huge").asString()).startsWith("[a number of ");
        assertThat(request.path("value").path("deep").toString()).contains("[nested deeper]");
        assertThat(payload.path("response").toString()).isEqualTo("{\"bytes\":70002,\"truncated\":true}");
    }

    private JsonNode await(String id) {
        Api api = new Log(Servers.node()).reader();
        return Await.until("event " + id, SOON, () -> api.get("/api/v1/events/" + id), found -> found.status() == 200)
                .json();
    }

    private List<String> tables() throws SQLException {
        return log
                .sql()
                .rows("select table_name from information_schema.tables where table_schema = 'tidemark'")
                .stream()
                .map(row -> String.valueOf(row.get("table_name")))
                .toList();
    }

    private long payloads(String id) throws SQLException {
        return log.sql().count("select count(*) from tidemark.payload where event_id = cast(? as uuid)", id);
    }
}
