package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.testing.Api;
import io.tidemark.testing.Frame;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.SseReader;
import io.tidemark.testing.Token;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the sample bank does, as a reader of the audit server on another node sees it. */
class BankIT {
    private static @Nullable Node bank;

    // Random: the events of this test's requests, and no other's, have this trace.
    private final String trace = random();
    private final String alice = "alice-" + random();
    private final String bob = "bob-" + random();
    private final String hers = "A-" + random();
    private final String his = "B-" + random();
    private SseReader reader;

    @BeforeAll
    static void start() throws IOException, SQLException {
        Servers.node(); // migrates the schema
        bank = BankNode.start();
    }

    @AfterAll
    static void stop() {
        if (bank != null) bank.close();
    }

    @BeforeEach
    void openAccounts() {
        open(teller(), hers, alice);
        open(teller(), his, bob);
        deposit(teller(), hers, 100);
        reader = SseReader.open(Servers.node(), "/api/v1/stream?traceId=" + trace, auditor());
    }

    @AfterEach
    void close() {
        reader.close();
    }

    @Test
    void aTransferIsSeenLiveWithItsContextAndWhatWasCaptured() {
        var token = customer(alice).sign();

        transfer(api(token).with("X-Request-Id", "r-" + trace), 30, 200);

        var event = next();
        assertThat(strings(event, "eventType", "outcome", "operation", "service", "nodeId"))
                .containsExactly("bank.transfer", "success", "Bank.transfer", "bank", "sample-bank");
        assertThat(strings(event, "accountId", "targetAccountId", "ip", "requestId", "traceId"))
                .containsExactly(alice, his, "127.0.0.1", "r-" + trace, trace);
        assertThat(event.path("metadata").path("amount").asInt()).isEqualTo(30);
        assertThat(event.path("metadata").path("from").asString()).isEqualTo(hers);
        var payload = payload(event);
        assertThat(payload.at("/request/value/order/to").asString()).isEqualTo(his);
        assertThat(payload.at("/response/value/balance").asInt()).isEqualTo(70);
        assertThat(payload.at("/headers/value").toString()).contains(trace).doesNotContain(token);
    }

    @Test
    void aTransferThatFailedIsSeenThoughItRolledBack() {
        transfer(api(customer(alice).sign()), 1_000, 409);

        var event = next();
        assertThat(strings(event, "eventType", "outcome", "accountId", "targetAccountId"))
                .containsExactly("bank.transfer", "failure", alice, his);
        assertThat(strings(event, "errorCode", "errorCategory", "errorMessage"))
                .containsExactly("not-enough-money", "handler", "Account " + hers + " has not enough");
        assertThat(payload(event).at("/request/value/order/amount").asInt()).isEqualTo(1_000);
        assertThat(balance(hers, alice)).isEqualByComparingTo("100");
        assertThat(balance(his, bob)).as("was credited before it failed").isEqualByComparingTo("0");
    }

    @Test
    void aDepositIsSeenAsTheBankEmitsIt() {
        deposit(api(Token.of("tom").roles("teller").sign()), his, 5);

        var event = next();
        assertThat(strings(event, "eventType", "outcome", "operation", "accountId"))
                .containsExactly("bank.transfer", "success", "AccountResource.deposit", "tom");
        assertThat(event.at("/target/id").asString()).isEqualTo(his);
        assertThat(event.at("/metadata/amount").asInt()).isEqualTo(5);
    }

    @Test
    void anOpenedAccountIsSeenWithoutItsPin() {
        var number = "C-" + random();

        open(api(Token.of("tom").roles("teller").sign()), number, "carol");

        var event = next();
        assertThat(strings(event, "eventType", "outcome", "targetAccountId"))
                .containsExactly("resource.mutation", "success", number);
        assertThat(payload(event).at("/request/value/opening").toString())
                .contains("carol")
                .doesNotContain("4711");
    }

    @Test
    void whoWasNotLetInIsSeen() {
        transfer(api(customer(bob).sign()), 30, 403);

        var event = next();
        assertThat(strings(event, "eventType", "outcome", "accountId", "errorCategory"))
                .containsExactly("authz.decision", "failure", bob, "authz");
        assertThat(strings(event.path("metadata"), "decision", "relation", "objectType", "objectId"))
                .containsExactly("denied", "owner", "account", hers);
    }

    @Test
    void aLoginThatFailedIsSeen() {
        logIn(hers, "1234", 401);

        var event = next();
        assertThat(strings(event, "eventType", "outcome", "accountId", "errorCategory"))
                .containsExactly("authn.result", "failure", alice, "authn");
        assertThat(strings(event.path("metadata"), "method", "failureReason")).containsExactly("pin", "wrong PIN");
    }

    /** Each once, the denials too. */
    @Test
    void allOfItIsSeenInTheOrderOfTheLog() {
        var hersOnly = api(customer(alice).sign());
        logIn(hers, "1234", 401);
        logIn(hers, "4711", 204);
        transfer(hersOnly, 30, 200);
        transfer(hersOnly, 1_000, 409);
        transfer(api(customer(bob).sign()), 30, 403);
        transfer(hersOnly, 70, 200);

        var events = reader.awaitEvents(6, HostLog.SOON);
        assertThat(events)
                .extracting(BankIT::type, event -> event.json().path("outcome").asString())
                .containsExactly(
                        tuple("authn.result", "failure"),
                        tuple("authn.result", "success"),
                        tuple("bank.transfer", "success"),
                        tuple("bank.transfer", "failure"),
                        tuple("authz.decision", "failure"),
                        tuple("bank.transfer", "success"));
        assertThat(reader.seqs()).isSorted().doesNotHaveDuplicates();
        var page = audit().get("/api/v1/events?after=0&traceId=" + trace).json().path("events");
        assertThat(page.valueStream().map(event -> event.path("seq").asLong())).isEqualTo(reader.seqs());
    }

    private static void open(Api api, String number, String owner) {
        var opening = "{\"number\":\"%s\",\"owner\":\"%s\",\"pin\":\"4711\"}".formatted(number, owner);
        assertStatus(api.postJson("bank/api/accounts", opening), 204);
    }

    private static void deposit(Api api, String number, int amount) {
        assertStatus(api.postJson("bank/api/accounts/" + number + "/deposits", "{\"amount\":" + amount + "}"), 204);
    }

    private void transfer(Api api, int amount, int status) {
        var order = "{\"from\":\"%s\",\"to\":\"%s\",\"amount\":%d}".formatted(hers, his, amount);
        assertStatus(api.postJson("bank/api/accounts/transfers", order), status);
    }

    private void logIn(String number, String pin, int status) {
        var form = "account=" + number + "&pin=" + pin;
        assertStatus(traced().post("bank/api/cash-machine/login", "application/x-www-form-urlencoded", form), status);
    }

    private static BigDecimal balance(String number, String owner) {
        var answer = plain().as(customer(owner).sign()).get("bank/api/accounts/" + number);
        assertStatus(answer, 200);
        return answer.json().path("balance").decimalValue();
    }

    /** The next event of the test's requests. */
    private JsonNode next() {
        return reader.awaitEvents(1, HostLog.SOON).get(0).json();
    }

    private static JsonNode payload(JsonNode event) {
        assertThat(event.path("hasPayload").asBoolean()).isTrue();
        return audit().get("/api/v1/events/" + event.path("id").asString())
                .json()
                .path("payload");
    }

    private static List<String> strings(JsonNode node, String... members) {
        return Stream.of(members).map(member -> node.path(member).asString("")).toList();
    }

    private static String type(Frame frame) {
        return frame.json().path("eventType").asString();
    }

    private static void assertStatus(Api.Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    }

    private static Token customer(String account) {
        return Token.of(account).roles("customer");
    }

    private static Api teller() {
        return plain().as(Token.of("tom").roles("teller").sign());
    }

    private static String auditor() {
        return Token.of("auditor-of-the-bank").roles("audit-reader").sign();
    }

    private static Api audit() {
        return Api.of(Servers.node()).as(auditor());
    }

    private Api api(String token) {
        return traced().as(token);
    }

    private Api traced() {
        return plain().with("traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
    }

    private static Api plain() {
        if (bank == null) throw new IllegalStateException("not started");
        return Api.of(bank);
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
