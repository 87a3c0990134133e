package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Token;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded of audited methods, of CDI beans, EJBs and resources. */
class AuditedIT {
    private BankHost bank;

    @BeforeEach
    void open() throws SQLException {
        bank = new BankHost();
    }

    @AfterEach
    void close() throws SQLException {
        bank.close();
    }

    @Test
    void recordsASuccessWithWhatTheRuleSays() throws SQLException {
        run("transfer");

        var event = bank.event();
        assertThat(event)
                .containsEntry("event_type", "bank.transfer")
                .containsEntry("outcome", "success")
                .containsEntry("operation", "Bank.transfer")
                .containsEntry("service", "bank")
                .containsEntry("target_type", "account")
                .containsEntry("target_id", "savings")
                .containsEntry("target_account_id", "savings")
                .containsEntry("source", "app")
                .containsEntry("error_code", null);
        assertThat(event.get("duration_ms")).isNotNull();
        assertThat(event.get("members"))
                .asString()
                .contains("\"amount\": 12", "\"receipt\": \"R-1\"", "\"probe\": \"" + bank.probe() + "\"");
        assertThat(bank.transfers()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "transferAndThrow, IllegalStateException, handler, 0",
        "transferWithoutMoney, no-money, handler, 1",
        "transferAndDoom, RollbackOnly, handler, 0",
        "openAndThrow, IllegalStateException, handler, 0",
        "openAndDoom, RollbackOnly, handler, 0",
        "failLater, IllegalStateException, handler, 0",
        "payTooLittle, IllegalArgumentException, handler, 0"
    })
    void recordsAFailureOnceThoughItRollsBack(String operation, String code, String category, long transfers)
            throws SQLException {
        run(operation);

        assertThat(bank.event())
                .containsEntry("outcome", "failure")
                .containsEntry("error_code", code)
                .containsEntry("error_category", category);
        assertThat(bank.transfers()).isEqualTo(transfers);
    }

    /** The success was in the transaction, and went with it; who called was told that it failed. */
    @Test
    void recordsACommitThatFailsAsAFailure() throws SQLException {
        var answer = bank.run(BankHost.api(), "transferThatCannotCommit");

        assertThat(answer.has("thrown")).isTrue();
        assertThat(bank.event()).containsEntry("outcome", "failure").containsEntry("error_category", "system");
    }

    @Test
    void cutsAndCleansTheMessageAndKeepsSecretsOutOfIt() throws SQLException {
        run("transferAndThrow");

        assertThat(bank.event().get("error_message"))
                .asString()
                .hasSizeLessThanOrEqualTo(1_024)
                .startsWith("broken")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"transferThenRollBack", "openThenRollBack", "transferQuietly", "transferByItself", "untouched"})
    void recordsNothing(String operation) throws SQLException {
        run(operation);
        run("transfer");

        assertThat(bank.event()).containsEntry("operation", "Bank.transfer").containsEntry("outcome", "success");
        assertThat(bank.all()).isEqualTo(1);
    }

    @Test
    void recordsNestedCallsEachForItselfInOneTransaction() throws SQLException {
        run("transferNested");

        var events = bank.events(3);
        assertThat(events)
                .extracting(event -> event.get("operation"))
                .as("the event by hand is the running operation's")
                .containsExactly("Bank.transferNested", "Vault.open", "Bank.transferNested");
        assertThat(events).extracting(event -> event.get("event_type")).startsWith("bank.probe");
        assertThat(events).extracting(event -> event.get("outcome")).containsOnly("success");
    }

    @ParameterizedTest
    @CsvSource({"transferLater, R-2", "transferAtOnce, R-3", "openLater, K-1"})
    void recordsWhatComesLaterWhenItComes(String operation, String target) throws SQLException {
        run(operation);

        assertThat(bank.event()).containsEntry("outcome", "success").containsEntry("target_id", target);
    }

    @ParameterizedTest
    @CsvSource({"open, Vault.open", "ring, Vault.ring"})
    void recordsMethodsAndTimersOfEjbs(String operation, String name) throws SQLException {
        run(operation);

        assertThat(bank.event()).containsEntry("outcome", "success").containsEntry("operation", name);
    }

    @Test
    void recordsByTheConfiguration() throws SQLException {
        run("pay");

        var event = bank.event();
        assertThat(event)
                .containsEntry("event_type", "bank.transfer")
                .containsEntry("operation", "Legacy.pay")
                .containsEntry("target_account_id", "savings");
        assertThat(event.get("members")).asString().contains("\"paid\": \"P-12\"");
    }

    @Test
    void recordsAMutationAsItsTypeWantsIt() throws SQLException {
        run("create");

        var event = bank.event();
        assertThat(event).containsEntry("event_type", "resource.mutation").containsEntry("target_id", bank.probe());
        assertThat(event.get("members"))
                .asString()
                .contains(
                        "\"mutation\": \"create\"", "\"resourceType\": \"order\"", "\"resourceId\": \"" + bank.probe());
    }

    @Test
    void recordsAResourceMethodWithTheRoleThatItUsed() throws SQLException {
        var token = Token.of("teller-1").roles("teller", "guest").sign();

        var answer = BankHost.api().as(token).post("bank/api/audited?probe=" + bank.probe());

        assertThat(answer.status()).isEqualTo(200);
        var event = bank.event();
        assertThat(event)
                .containsEntry("account_id", "teller-1")
                .containsEntry("operation", "TillResource.audited")
                .containsEntry("target_id", bank.probe());
        assertThat(event.get("members")).asString().contains("\"roles\": [\"teller\"]");
    }

    @Test
    void capturesWhenAskedTo() throws SQLException {
        run("repeat");

        var event = bank.event();
        assertThat(event).containsEntry("operation", "bank.repeat").containsEntry("has_payload", true);
        var payload = payload(event);
        assertThat(payload.get("request")).asString().contains("\"times\":3", "\"amount\":12");
        assertThat(payload.get("response")).asString().contains("R-3");
        assertThat(payload.get("headers")).asString().contains("bank-test").doesNotContain("secret-token");
    }

    @Test
    void replaysACapturedOperationAsAnEventOfItsOwn() throws SQLException {
        var result = bank.run(BankHost.api(), "replay").path("result");

        assertThat(result.path("success").asBoolean()).isTrue();
        assertThat(result.path("result").asString()).isEqualTo("Receipt[number=R-4, amount=7]");
        assertThat(bank.event())
                .containsEntry("id", UUID.fromString(result.path("eventId").asString()))
                .containsEntry("outcome", "success")
                .containsEntry("source", "replay")
                .containsEntry("replayed_from", UUID.fromString("01990000-0000-7000-8000-000000000001"))
                .containsEntry("has_payload", true);
        assertThat(bank.transfers()).isEqualTo(1);
    }

    @Test
    void recordsAReplayThatFails() throws SQLException {
        var result = bank.run(BankHost.api(), "replayAndFail").path("result");

        assertThat(result.path("success").asBoolean()).isFalse();
        assertThat(result.path("failure").asString()).contains("NoMoney");
        assertThat(bank.event())
                .containsEntry("id", UUID.fromString(result.path("eventId").asString()))
                .containsEntry("source", "replay")
                .containsEntry("error_code", "no-money");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replayUnfit", "replayUnknown"})
    void runsNothingWhenTheRequestDoesNotFit(String operation) throws SQLException {
        assertThat(bank.run(BankHost.api(), operation).path("thrown").asString())
                .startsWith("UnfitRequest");

        assertThat(bank.transfers()).isZero();
        assertThat(bank.all()).isZero();
    }

    @Test
    void knowsItsOperations() throws SQLException {
        var operations = bank.run(BankHost.api(), "operations").path("result");

        assertThat(operations.path("repeat").asBoolean()).isTrue();
        assertThat(operations.path("transfer").asBoolean()).isFalse();
        assertThat(operations.path("none").asBoolean()).isTrue();
        assertThat(operations.path("names").toString()).contains("Legacy.pay", "Vault.ring", "TillResource.audited");
    }

    private void run(String operation) throws SQLException {
        bank.run(BankHost.api().with("User-Agent", "bank-test").with("X-Api-Key", "secret-token"), operation);
    }

    private Map<String, @Nullable Object> payload(Map<String, @Nullable Object> event) throws SQLException {
        return bank.sql()
                .rows("select * from tidemark.payload where event_id = ?", event.get("id"))
                .get(0);
    }
}
