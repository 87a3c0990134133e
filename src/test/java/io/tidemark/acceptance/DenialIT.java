package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Token;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who was not let in is recorded without a line of code, once; and what the recorder is told. */
class DenialIT {
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
        "bank/api/teller, none, 401, authn.result, no credentials",
        "bank/api/teller, foreign, 401, authn.result, credentials refused",
        "bank/api/teller, outsider, 403, authz.decision, /bank/api/teller",
        "bank/api/forbidden, none, 403, authz.decision, /bank/api/forbidden",
        "bank/api/forbidden/later, none, 403, authz.decision, /bank/api/forbidden/later",
        "bank/secured, none, 401, authn.result, no credentials",
        "bank/secured, foreign, 401, authn.result, credentials refused",
        "bank/secured, outsider, 403, authz.decision, /bank/secured"
    })
    void recordsADenialOnce(String path, String token, int status, String type, String told) throws SQLException {
        // Of one client not all would be recorded.
        String client = "2001:db8::" + Integer.toHexString(requestId.hashCode() & 0xffff);
        assertThat(api(token, client).get(path).status()).isEqualTo(status);
        assertThat(api(token, client).get("bank/api/forbidden").status()).isEqualTo(403);

        var events = bank.ofRequest(requestId, 2);
        assertThat(events).hasSize(2);
        assertThat(events.get(0))
                .containsEntry("event_type", type)
                .containsEntry("outcome", "failure")
                .containsEntry("service", "bank");
        assertThat(events.get(0).get("members")).asString().contains("\"" + told + "\"");
        // Who the server itself refuses is not told to the application.
        var known = token.equals("outsider") && !path.endsWith("secured");
        assertThat(events.get(0)).containsEntry("account_id", known ? "outsider" : null);
    }

    @Test
    void recordsADenialThatTheApplicationRecordsNotASecondTime() throws SQLException {
        api("none", "198.51.100.2").get("bank/api/forbidden/audited");
        api("none", "198.51.100.2").get("bank/api/forbidden");

        var events = bank.ofRequest(requestId, 2);
        assertThat(events)
                .extracting(event -> event.get("event_type"))
                .containsExactly("bank.transfer", "authz.decision");
        assertThat(events.get(0))
                .containsEntry("error_category", "authz")
                .containsEntry("error_code", "ForbiddenException");
    }

    /** Ten a minute of one client; the minute may turn meanwhile. */
    @Test
    void recordsAFloodInPartAndTellsHowMuchItDropped() throws SQLException {
        for (int i = 0; i < 40; i++) api("none", "198.51.100.3").get("bank/api/forbidden");
        api("outsider", "198.51.100.4").get("bank/api/teller");

        var events = Await.until(
                "the other client's denial",
                HostLog.SOON,
                () -> bank.ofRequest(requestId, 1),
                seen -> seen.stream().anyMatch(event -> "198.51.100.4".equals(event.get("ip"))));
        assertThat(events).hasSizeBetween(11, 21);
        assertThat(events)
                .extracting(event -> event.get("members"))
                .anyMatch(members -> String.valueOf(members).contains("dropped"));
    }

    @Test
    void leavesTheAuditServersDenialsToTheAuditServer() throws SQLException {
        api("none", "198.51.100.5").get("api/v1/events");
        api("none", "198.51.100.5").get("bank/api/forbidden");

        assertThat(bank.ofRequest(requestId, 2))
                .extracting(event -> event.get("service"), event -> event.get("event_type"))
                .containsExactlyInAnyOrder(tuple("tidemark", "audit.denied"), tuple("bank", "authz.decision"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fireAuthn", "fireAuthz", "fireAsync"})
    void recordsWhatIsFiredAsACdiEvent(String operation) throws SQLException {
        bank.run(api("none", "198.51.100.6"), operation);

        var event = bank.ofAnything(1).get(0);
        assertThat(event.get("event_type")).isIn("authn.result", "authz.decision");
        if (!operation.equals("fireAsync")) {
            assertThat(event).containsEntry("request_id", requestId).containsEntry("operation", "TillResource.run");
        }
    }

    @Test
    void recordsWhatItIsToldAndNeverThrows() throws SQLException {
        var answer = bank.run(api("none", "198.51.100.7"), "record");

        assertThat(answer.has("thrown")).isFalse();
        assertThat(bank.ofAnything(4))
                .hasSize(4)
                .allSatisfy(event ->
                        assertThat(event).containsEntry("request_id", requestId).containsEntry("service", "bank"))
                .extracting(event -> event.get("event_type"))
                .containsExactlyInAnyOrder("authn.result", "authz.decision", "resource.mutation", "tuple.changed");
    }

    @Test
    void recordsAttemptsAlwaysAndChangesOnlyWhenTheyHappened() throws SQLException {
        bank.run(api("none", "198.51.100.8"), "recordThenRollBack");
        bank.run(api("none", "198.51.100.8"), "create");

        assertThat(bank.ofAnything(3))
                .extracting(event -> event.get("operation"), event -> event.get("event_type"))
                .containsExactlyInAnyOrder(
                        tuple("TillResource.run", "authn.result"),
                        tuple("TillResource.run", "authz.decision"),
                        tuple("Bank.create", "resource.mutation"));
    }

    private Api api(String token, String ip) throws SQLException {
        var api = BankHost.api().with("X-Request-Id", requestId).with("X-Forwarded-For", ip);
        return switch (token) {
            case "foreign" -> api.as(Token.of("outsider").signForeign());
            case "outsider" -> api.as(Token.of("outsider").sign());
            default -> api;
        };
    }
}
