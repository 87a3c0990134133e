package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.capture.SessionHash;
import io.tidemark.testing.Api;
import io.tidemark.testing.Token;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every event has the context of the place where it is emitted. */
class ContextIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final String requestId = UUID.randomUUID().toString();
    private BankHost bank;

    @BeforeEach
    void open() throws SQLException {
        bank = new BankHost();
    }

    @AfterEach
    void close() throws SQLException {
        bank.close();
    }

    @ParameterizedTest
    @CsvSource({
        "true, emit, TillResource.run",
        "true, emitInPropagatingTask, TillResource.run",
        "true, emitInContextualTask, TillResource.run",
        "true, open, Vault.open",
        "false, emit, POST /run/*",
        "false, emitInPropagatingTask, POST /run/*",
        "false, emitInContextualTask, POST /run/*",
        "false, transfer, Bank.transfer"
    })
    void knowsTheWholeRequest(boolean resource, String operation, String name) throws SQLException {
        run(resource, operation);

        assertThat(bank.event())
                .containsEntry("account_id", "alice")
                .containsEntry("actor_type", "user")
                .containsEntry("actor_display_name", "Alice A.")
                .containsEntry("actor_client_id", "shop")
                .containsEntry("session_id", SessionHash.of("session-1"))
                .containsEntry("ip", "203.0.113.7")
                .containsEntry("user_agent", "test/1")
                .containsEntry("request_id", requestId)
                .containsEntry("trace_id", TRACE)
                .containsEntry("operation", name)
                .containsEntry("service", "bank")
                .containsEntry("node_id", "bank");
    }

    /** The event is of whom the call began for: not of who completes it, nor of the thread on which that is done. */
    @ParameterizedTest
    @CsvSource({
        "true, transferLater, success",
        "false, transferLater, success",
        "true, transferWhenTold, success",
        "false, transferWhenTold, success",
        "true, failWhenTold, failure"
    })
    void knowsWhomAStageBeganForWhenItCompletes(boolean resource, String operation, String outcome)
            throws SQLException {
        run(resource, operation);

        assertThat(bank.event())
                .containsEntry("outcome", outcome)
                .containsEntry("account_id", "alice")
                .containsEntry("session_id", SessionHash.of("session-1"))
                .containsEntry("ip", "203.0.113.7")
                .containsEntry("request_id", requestId)
                .containsEntry("trace_id", TRACE);
        assertThat(bank.event().get("operation")).asString().startsWith("Bank.transfer");
    }

    /** The server takes the caller there, and no more. */
    @ParameterizedTest
    @CsvSource({
        "true, emitInTask",
        "true, emitScheduled",
        "true, emitInEjb",
        "false, emitInTask",
        "false, emitInEjb",
        "true, openLater",
        "false, openLater"
    })
    void knowsTheCallerOnTheServersOwnThreads(boolean resource, String operation) throws SQLException {
        run(resource, operation);

        assertThat(bank.event())
                .containsEntry("account_id", "alice")
                .containsEntry("session_id", SessionHash.of("session-1"))
                .containsEntry("request_id", null);
    }

    @Test
    void knowsNobodyInATimer() throws SQLException {
        run(true, "ring");

        assertThat(bank.event())
                .containsEntry("account_id", null)
                .containsEntry("request_id", null)
                .containsEntry("operation", "Vault.ring")
                .containsEntry("service", "bank");
    }

    @Test
    void knowsWhatAJobSaysOfItself() throws SQLException {
        run(true, "emitInJob");

        assertThat(bank.event())
                .containsEntry("account_id", "batch")
                .containsEntry("operation", "nightly")
                .containsEntry("request_id", null);
    }

    @Test
    void leavesWhatTheCallerSet() throws SQLException {
        run(true, "emitComplete");

        assertThat(bank.event())
                .containsEntry("account_id", "bob")
                .containsEntry("session_id", "given")
                .containsEntry("ip", "192.0.2.99")
                .containsEntry("user_agent", "given")
                .containsEntry("request_id", "given")
                .containsEntry("trace_id", "given")
                .containsEntry("operation", "given")
                .containsEntry("actor_display_name", null);
    }

    @Test
    void knowsTheHttpSessionOfAnAnonymousRequest() throws SQLException {
        var answer = BankHost.api().post("bank/run/emit?session=1&probe=" + bank.probe());

        var cookie = answer.header("Set-Cookie");
        var id = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
        var event = bank.event();
        assertThat(event).containsEntry("account_id", null);
        // Liberty's cookie has the cache's number before the id, and the clone's behind it.
        assertThat(event)
                .containsEntry(
                        "session_id",
                        SessionHash.of(id.substring(4, id.indexOf(':') < 0 ? id.length() : id.indexOf(':'))));
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For, '198.51.100.9, 203.0.113.7', 203.0.113.7",
        "Forwarded, 'for=198.51.100.9, for=203.0.113.7', 203.0.113.7",
        "X-Forwarded-For, nonsense, 127.0.0.1",
        "X-Real-IP, 198.51.100.9, 127.0.0.1"
    })
    void takesOnlyTheWordOfItsProxies(String header, String value, String ip) throws SQLException {
        bank.run(BankHost.api().with(header, value), "emit");

        assertThat(bank.event()).containsEntry("ip", ip);
    }

    @Test
    void cutsWhatIsTooLong() throws SQLException {
        bank.run(BankHost.api().with("User-Agent", "u".repeat(5_000)).with("X-Request-Id", "r".repeat(5_000)), "emit");

        var event = bank.event();
        assertThat(event).containsEntry("user_agent", "u".repeat(1_024)).containsEntry("request_id", "r".repeat(255));
    }

    @Test
    void makesARequestIdWhereThereIsNone() throws SQLException {
        bank.run(BankHost.api(), "transferNested");

        var ids = bank.events(3).stream()
                .map(event -> event.get("request_id"))
                .distinct()
                .toList();
        assertThat(ids).hasSize(1).first().asString().hasSize(36);
    }

    /** The audit server's own events are filled in the same way; those that it takes in are not its caller's. */
    @Test
    void fillsTheAuditServersOwnEventsAndNotThoseItTakesIn() throws SQLException {
        var admin = caller("boss", "audit-admin", "audit-writer");
        admin.postJson("/api/v1/events", "{\"eventType\":\"x.y\",\"requestId\":\"%s-in\"}".formatted(requestId));
        admin.post("/api/v1/accounts/nobody-" + requestId + "/revoke-sessions");

        assertThat(bank.ofRequest(requestId + "-in", 1).get(0))
                .containsEntry("account_id", null)
                .containsEntry("ip", null);
        assertThat(bank.ofRequest(requestId, 1).get(0))
                .containsEntry("event_type", "session_revoke_all")
                .containsEntry("account_id", "boss")
                .containsEntry("session_id", SessionHash.of("session-1"))
                .containsEntry("ip", "203.0.113.7")
                .containsEntry("user_agent", "test/1");
    }

    private void run(boolean resource, String operation) throws SQLException {
        var api = caller("alice");
        var answer = resource ? bank.run(api, operation) : bank.runInServlet(api, operation);
        assertThat(answer.has("thrown")).as(answer.toString()).isFalse();
    }

    private Api caller(String account, String... roles) throws SQLException {
        var token = Token.of(account)
                .session("session-1")
                .roles(roles)
                .claim("name", "Alice A.")
                .claim("azp", "shop")
                .sign();
        return BankHost.api()
                .as(token)
                .with("X-Request-Id", requestId)
                .with("User-Agent", "test/1")
                .with("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .with("X-Forwarded-For", "203.0.113.7");
    }
}
