package io.tidemark.acceptance;

import static io.tidemark.acceptance.Callers.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.NodeSpec;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import io.tidemark.testing.Token;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Replay of captured operations, on two nodes of an audit server that has some of its own. */
class ReplayIT {
    private static final Path TARGET =
            Path.of(System.getProperty("project.basedir", "")).toAbsolutePath().resolve("target");
    private static final int AT_ONCE = 5;

    private static Node first;
    private static Node second;

    private final String account = Callers.someone();
    private final String caller = Callers.someone();

    @BeforeAll
    static void start() throws IOException {
        Path war = Files.createDirectories(TARGET.resolve("till")).resolve("tidemark.war");
        ShrinkWrap.createFromZipFile(
                        WebArchive.class, TARGET.resolve("tidemark.war").toFile())
                .addPackage("io.tidemark.till")
                .as(ZipExporter.class)
                .exportTo(war.toFile(), true);
        var starting = CompletableFuture.supplyAsync(till("till-1", war)::start);
        // Takes tokens from a cookie, and from nowhere else.
        second = till("till-2", war).variable("mp.jwt.token.header", "Cookie").start();
        first = starting.join();
    }

    private static NodeSpec till(String name, Path war) {
        return Node.on(Servers.database()).named(name).app("tidemark.war", war).heap("256m");
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
    }

    @Test
    void runsTheOperationAgainAsItsCaller() throws SQLException {
        String original = pay(7);
        int before = runs();

        Api.Answer answer = replay(first, original);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(runs()).isEqualTo(before + 1);
        JsonNode replay = answer.json();
        assertThat(replay.path("success").asBoolean()).isTrue();
        assertThat(replay.path("replayedFrom").asString()).isEqualTo(original);
        assertThat(replay.path("result").path("account").asString()).isEqualTo(account);
        assertThat(replay.path("result").path("amount").asInt()).isEqualTo(7);
        JsonNode event = event(replay.path("replayEventId").asString());
        assertThat(event.path("source").asString()).isEqualTo("replay");
        assertThat(event.path("replayedFrom").asString()).isEqualTo(original);
        assertThat(event.path("operation").asString()).isEqualTo("Till.pay");
        assertThat(event.path("accountId").asString()).isEqualTo(caller);
        assertThat(event.path("outcome").asString()).isEqualTo("success");
        JsonNode trace = event(traceOf(original));
        assertThat(trace.path("accountId").asString()).isEqualTo(caller);
        assertThat(trace.path("metadata").path("replayEventId").asString())
                .isEqualTo(replay.path("replayEventId").asString());
    }

    @Test
    void answersWith502WhenTheOperationFailsAndStoresThatItDid() throws SQLException {
        String original = pay(-1);

        Api.Answer answer = replay(first, original);

        Refusal.of(answer).is(502, "replay-failed");
        assertThat(answer.json().path("success").asBoolean(true)).isFalse();
        assertThat(answer.json().path("result").path("message").asString()).isEqualTo("amount must not be negative");
        assertThat(answer.json().path("replayedFrom").asString()).isEqualTo(original);
        JsonNode event = event(answer.json().path("replayEventId").asString());
        assertThat(event.path("outcome").asString()).isEqualTo("failure");
        assertThat(event.path("source").asString()).isEqualTo("replay");
        assertThat(event.path("errorMessage").asString()).isEqualTo("amount must not be negative");
    }

    /** None of them runs the operation, and none takes a token. */
    @Test
    void refusesWhatCannotBeRunAgain() throws SQLException {
        String paid = pay(1);
        String unlocked = use("unlock");
        String printed = use("print");
        String opened = use("open");
        String closed = use("close");
        String counted = use("count");
        String gone = gone();
        int before = runs();

        for (int i = 0; i < AT_ONCE; i++) {
            Refusal.of(replay(first, unlocked)).is(400, "not-replayable").has("status", 400);
            assertRule(unlocked, "redacted");
            assertRule(printed, "truncated");
            assertRule(opened, "replayable");
            assertRule(closed, "captured");
            assertRule(gone, "operation");
        }
        Refusal.of(replay(first, counted)).is(403, "forbidden");
        Refusal.of(replay(first, "no-uuid")).is(400, "invalid-parameter").names("id", "uuid");
        Refusal.of(replay(first, UUID.randomUUID().toString())).is(404, "not-found");
        Refusal.of(Api.of(first).post(path(paid))).is(401, "unauthorized");
        Api reader = Api.of(first)
                .as(Token.of(caller).roles("audit-reader", "audit-admin").sign());
        Refusal.of(reader.post(path(paid))).is(403, "forbidden");
        Api forged = Api.of(second)
                .with(
                        "Cookie",
                        "Bearer=" + Token.of(caller).roles("audit-operator").sign());
        Refusal answer = Refusal.of(forged.post(path(paid))).is(403, "forbidden");
        assertThat(answer.json().path("rule").asString()).isEqualTo("X-Requested-With");

        assertThat(runs()).isEqualTo(before);
        for (int i = 0; i < AT_ONCE; i++) {
            assertThat(replay(second, paid).status()).isEqualTo(200);
        }
    }

    @Test
    void limitsAnAccountOnAllNodesTogether() throws SQLException {
        String original = pay(1);
        int before = runs();

        for (int i = 0; i < AT_ONCE; i++) {
            assertThat(replay(i % 2 == 0 ? first : second, original).status()).isEqualTo(200);
        }
        for (Node node : new Node[] {first, second}) {
            Api.Answer refused = replay(node, original);
            Refusal.of(refused).is(429, "rate-limited");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 12);
        }

        assertThat(runs()).isEqualTo(before + AT_ONCE);
        Api other = Api.of(first)
                .as(Token.of(Callers.someone()).roles("audit-operator").sign());
        assertThat(other.post(path(original)).status()).isEqualTo(200);
    }

    @Test
    void storesTheEventThoughTheClientHangsUp() throws SQLException, IOException {
        String original = pay(1);
        String token = Token.of(caller).roles("audit-operator").sign();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), first.httpPort())) {
            socket.setSoLinger(true, 0);
            String request = "POST " + path(original) + " HTTP/1.1\r\nHost: tidemark\r\nAuthorization: Bearer " + token
                    + "\r\nContent-Length: 0\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        }

        Await.until(
                "the replay's event",
                SOON,
                () -> count("select count(*) from tidemark.log where replayed_from = ?::uuid", original) == 1);
        assertThat(event(traceOf(original)).path("metadata").path("success").asBoolean())
                .isTrue();
    }

    private void assertRule(String id, String rule) {
        Api.Answer answer = replay(second, id);
        Refusal.of(answer).is(400, "not-replayable");
        assertThat(answer.json().path("rule").asString()).isEqualTo(rule);
    }

    private Api.Answer replay(Node node, String id) {
        String token = Token.of(caller).session(caller).roles("audit-operator").sign();
        Api api = node == first
                ? Api.of(node).as(token)
                : Api.of(node).with("Cookie", "Bearer=" + token).with("X-Requested-With", "test");
        return api.post(path(id));
    }

    private static String path(String id) {
        return "/api/v1/events/" + id + "/replay";
    }

    private static int runs() {
        return runs(first) + runs(second);
    }

    private static int runs(Node node) {
        return Integer.parseInt(Api.of(node).get("/till/runs").body());
    }

    private String pay(int amount) throws SQLException {
        return use("pay?amount=" + amount);
    }

    /** Runs an operation; the id of its event. */
    private String use(String operation) throws SQLException {
        String query = (operation.contains("?") ? "&" : "?") + "account=" + account;
        assertThat(Api.of(first).post("/till/" + operation + query).status()).isEqualTo(200);
        String name = "Till." + operation.replaceAll("\\?.*", "");
        return id("select id from tidemark.log where operation = ? and target_id = ? order by seq desc limit 1", name);
    }

    /** An event of an operation that was there once, with what was captured of it. */
    private String gone() throws SQLException {
        UUID id = UUID.randomUUID();
        try (var app = Servers.database().asApp()) {
            Sql sql = new Sql(app);
            sql.run(
                    "insert into tidemark.inbox (ordinal, id, event_type, event_version, outcome, occurred_at, operation, has_payload)"
                            + " values (0, ?, 'till', '1.0', 'success', now(), 'Till.gone', true)",
                    id);
            sql.run(
                    "insert into tidemark.payload (event_id, request, request_bytes, request_redacted, request_altered)"
                            + " values (?, '{}', 2, false, false)",
                    id);
        }
        Callers.seqOf(id.toString());
        return id.toString();
    }

    private String traceOf(String original) throws SQLException {
        return id(
                "select id from tidemark.log where event_type = 'audit.replay' and metadata ->> 'eventId' = ?"
                        + " and account_id <> ? order by seq desc limit 1",
                original);
    }

    private String id(String sql, String name) throws SQLException {
        try (var owner = Servers.database().asOwner()) {
            return Await.until(
                    name, SOON, () -> String.join("", ids(new Sql(owner), sql, name)), found -> !found.isEmpty());
        }
    }

    private List<String> ids(Sql sql, String query, String name) throws SQLException {
        return sql.rows(query, name, account).stream()
                .map(row -> String.valueOf(row.get("id")))
                .toList();
    }

    private static long count(String sql, String parameter) throws SQLException {
        try (var owner = Servers.database().asOwner()) {
            return new Sql(owner).count(sql, parameter);
        }
    }

    private static JsonNode event(String id) {
        Callers.seqOf(id);
        return Callers.reader().get(Callers.EVENTS + "/" + id).json();
    }
}
