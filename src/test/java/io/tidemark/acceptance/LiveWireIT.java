package io.tidemark.acceptance;

import static io.tidemark.acceptance.Callers.SOON;
import static io.tidemark.acceptance.Callers.post;
import static io.tidemark.acceptance.Callers.postJson;
import static io.tidemark.acceptance.Callers.record;
import static io.tidemark.acceptance.Callers.seqOf;
import static io.tidemark.acceptance.Callers.someone;
import static io.tidemark.acceptance.Callers.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.LiveReader.End;
import io.tidemark.testing.Servers;
import io.tidemark.testing.SocketReader;
import io.tidemark.testing.SseRequest;
import io.tidemark.testing.Token;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The WebSocket, frame by frame: its handshake, its messages, its end. */
class LiveWireIT {
    private static final String LIVE = "/api/v1/live";
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;

    private final String account = someone();

    @Test
    void beginsWithTheFiftyNewestOldestFirstAndGoesOn() {
        List<Long> old = store(60);

        try (var reader = open("?account=" + account)) {
            reader.awaitEvents(50, SOON);
            long next = record(account);

            reader.awaitEvents(51, SOON);
            List<Long> expected = new ArrayList<>(old.subList(10, 60));
            expected.add(next);
            assertThat(reader.seqs()).isEqualTo(expected);
            assertThat(reader.frames().get(0).comment()).isEqualTo("connected");
            assertThat(reader.frames().get(0).retry()).isEqualTo(2_000);
        }
    }

    @Test
    void goesOnExactlyAfterThePositionThatWasReached() {
        record(account);
        String cursor;
        try (var reader = open("?account=" + account)) {
            reader.awaitFrame(frame -> "keepalive".equals(frame.comment()), SOON);
            cursor = reader.lastEventId();
            assertThat(reader.seqs()).hasSize(1);
        }
        long missed = record(account);

        try (var reader = open("?account=" + account + "&after=" + cursor)) {
            assertThat(reader.awaitEvents(1, SOON).get(0).seq()).isEqualTo(missed);
        }
    }

    @Test
    void movesTheCursorOfAReaderWhoseFilterLetsNothingThrough() {
        try (var reader = open("?account=" + someone())) {
            long passed = record(account);

            reader.awaitFrame(frame -> frame.id() != null && frame.seq() >= passed, SOON);

            assertThat(reader.events()).isEmpty();
        }
    }

    static List<String> texts() {
        return StreamWireIT.texts();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void bringsEveryCharacterToTheReader(String text) {
        try (var reader = open("?last=0&account=" + account)) {
            postJson(Callers.json(Map.of(
                    "eventType", "wire_test", "accountId", account, "metadata", Map.of("text", text, text, text))));

            var json = reader.awaitEvents(1, SOON).get(0).json();

            assertThat(json.path("metadata").path("text").asString()).isEqualTo(text);
            assertThat(json.path("metadata").path(text).asString()).isEqualTo(text);
            assertThat(reader.frames()).noneMatch(frame -> frame.is("revoked"));
        }
    }

    @Test
    void bringsTheLargestMetadataToTheReader() {
        String text = "\u00E9".repeat((64 * 1024 - "{\"text\":\"\"}".length()) / 2);
        try (var reader = open("?last=0&account=" + account)) {
            postJson(Callers.json(
                    Map.of("eventType", "wire_test", "accountId", account, "metadata", Map.of("text", text))));
            long small = seqOf(post(account));

            var events = reader.awaitEvents(2, SOON);

            assertThat(events.get(0).json().path("metadata").path("text").asString())
                    .isEqualTo(text);
            assertThat(events.get(1).seq()).isEqualTo(small);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "after=1&last=1, last, exclusive",
        "last=1001, last, range",
        "after=abc, after, number",
        "after=, after, number",
        "outcome=maybe, outcome, enum",
        "limit=5, limit, unknown",
        "access_token=x, access_token, unknown"
    })
    void refusesAMalformedQuestion(String query, String field, String rule) {
        try (var reader = open("?" + query)) {
            Refusal.of(reader)
                    .is(400, rule.equals("unknown") ? "unknown-parameter" : "invalid-parameter")
                    .names(field, rule);
        }
    }

    @Test
    void refusesACursorThatIsAheadOfTheLog() {
        try (var reader = open("?after=" + (record(account) + 1_000_000))) {
            Refusal.of(reader).is(409, "cursor-ahead");
        }
    }

    @Test
    void refusesWhoMayNotRead() {
        try (var nobody = SseRequest.to(Servers.node(), LIVE).openSocket();
                var cookie = SseRequest.to(Servers.node(), LIVE)
                        .header("Cookie", "LtpaToken2=x; JSESSIONID=y")
                        .openSocket();
                var writer = SocketReader.open(Servers.node(), LIVE, token("audit-writer"));
                var foreign = SocketReader.open(Servers.node(), LIVE, reader().signForeign());
                var offered = offering(reader().signForeign());
                var expired =
                        offering(reader().expiresIn(Duration.ofMinutes(-1)).sign());
                var nonsense = offering("nonsense")) {
            Refusal.of(nobody).is(401, "unauthorized");
            Refusal.of(cookie).is(401, "unauthorized");
            Refusal.of(writer).is(403, "forbidden");
            Refusal.of(foreign).is(401, "unauthorized");
            Refusal.of(offered).is(401, "unauthorized");
            Refusal.of(expired).is(401, "unauthorized");
            Refusal.of(nonsense).is(401, "unauthorized");
            assertThat(nobody.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    @Test
    void refusesWhatIsNoHandshake() {
        Api reader = Callers.reader();
        Api.Answer plain = reader.get(LIVE);
        Refusal.of(plain).is(426, "malformed");
        assertThat(plain.header("Upgrade")).isEqualTo("websocket");
        Refusal.of(reader.post(LIVE)).is(405, "method-not-allowed");
        try (var old = request()
                .header("Sec-WebSocket-Version", "8")
                .header("Upgrade", "websocket")
                .open()) {
            Refusal.of(old).is(426, "malformed");
            assertThat(old.header("Sec-WebSocket-Version")).isEqualTo("13");
        }
    }

    /** As a browser, which can set no header: the token is one of the subprotocols, and is not what the server chooses. */
    @Test
    void takesATokenThatIsOfferedAsASubprotocol() {
        String token = reader().sign();
        try (var reader = offering(token)) {
            assertThat(reader.isOpened()).as(reader.text()).isTrue();
            assertThat(reader.header("Sec-WebSocket-Protocol")).isEqualTo("tidemark");
            assertThat(reader.header("Set-Cookie")).isEmpty();
            long seq = record(account);
            reader.awaitFrame(frame -> frame.is("audit") && frame.seq() == seq, SOON);
        }
        try (var writer = offering(Callers.token("audit-writer"))) {
            Refusal.of(writer).is(403, "forbidden");
        }
        String signature = token.substring(token.lastIndexOf('.'));
        assertThat(Servers.node().logs()).doesNotContain(token, signature);
    }

    /** That it is not this one which ends says that others are served meanwhile. */
    @ParameterizedTest
    @CsvSource({"1, 5, 1003", "2, 5, 1003", "1, 5000, 1009", "2, 5000, 1009"})
    void closesWhenTheClientSaysSomething(int opcode, int size, int code) {
        assertThat(opcode).isIn(TEXT, BINARY);
        try (var reader = open("?last=0");
                var other = open("?last=0&account=" + account)) {
            reader.awaitFrame(frame -> "connected".equals(frame.comment()), SOON);
            reader.send(opcode, "x".repeat(size).getBytes(UTF_8));

            assertThat(reader.awaitEnd(SOON)).isEqualTo(End.COMPLETE);
            assertThat(reader.closeCode()).isEqualTo(code);
            assertThat(reader.closeReason()).doesNotContain("io.tidemark", "Exception");
            long seq = record(account);
            assertThat(other.awaitEvents(1, SOON).get(0).seq()).isEqualTo(seq);
        }
    }

    @Test
    void answersAPingAndAClose() {
        String name = someone();
        try (var reader = SocketReader.open(
                Servers.node(),
                LIVE + "?last=0",
                Token.of(name).roles("audit-reader").sign())) {
            reader.awaitFrame(frame -> "connected".equals(frame.comment()), SOON);
            assertThat(streamsOf(name)).containsExactly("websocket");
            reader.send(PING, "there?".getBytes(UTF_8));
            reader.await(r -> ((SocketReader) r).pongs() == 1, SOON);
            reader.send(CLOSE, new byte[] {0x03, (byte) 0xe8});

            assertThat(reader.awaitEnd(SOON)).isEqualTo(End.COMPLETE);
            assertThat(reader.closeCode()).isEqualTo(1_000);
            Await.until("end of the subscription", SOON, () -> streamsOf(name).isEmpty());
        }
    }

    /** A client that nobody of this project wrote. */
    @Test
    void theJdksClientReadsIt() throws Exception {
        var heard = new Listener();
        var socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("tidemark", "bearer." + reader().sign())
                .buildAsync(live("?last=0&account=" + account), heard)
                .get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(socket.getSubprotocol()).isEqualTo("tidemark");
        assertThat(heard.next()).contains("\"event\":\"connected\"");
        String id = post(account);

        Await.until("event", SOON, () -> heard.next().contains(id));

        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(SOON.toSeconds(), TimeUnit.SECONDS);
        Await.until("close", SOON, () -> heard.next().equals("close 1000"));
    }

    @Test
    void saysWhatItDoesAsTheDescriptionHasIt() {
        var messages = new ArrayList<String>();
        store(3);
        var heard = new Listener();
        var unused = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + reader().sign())
                .buildAsync(live("?account=" + account), heard)
                .join();
        while (messages.size() < 3) messages.add(heard.next());
        for (String message : messages) {
            assertThat(OpenApiIT.departures("LiveMessage", Log.JSON.readTree(message)))
                    .as(message)
                    .isEmpty();
        }
        assertThat(String.join("", messages)).contains("connected", "audit", "keepalive");
    }

    private List<Long> store(int count) {
        String lines = IntStream.range(0, count)
                .mapToObj(i -> Callers.json(Map.of("eventType", "wire_test", "accountId", account)) + "\n")
                .reduce("", String::concat);
        var answer = Callers.writer().post(Callers.EVENTS, "application/x-ndjson", lines);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        List<Long> seqs = new ArrayList<>();
        answer.json().path("ids").forEach(id -> seqs.add(seqOf(id.asString())));
        return seqs;
    }

    private static List<String> streamsOf(String account) {
        List<String> transports = new ArrayList<>();
        for (var stream : Callers.nobody()
                .as(token("audit-admin"))
                .get("/api/v1/streams")
                .json()
                .path("streams")) {
            if (stream.path("accountId").asString().equals(account))
                transports.add(stream.path("transport").asString());
        }
        return transports;
    }

    private static Token reader() {
        return Token.of(someone()).roles("audit-reader").session(someone());
    }

    private static SocketReader open(String query) {
        return SocketReader.open(Servers.node(), LIVE + query, token("audit-reader"));
    }

    private static SseRequest request() {
        return SseRequest.to(Servers.node(), LIVE)
                .as(token("audit-reader"))
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
    }

    private static URI live(String query) {
        return URI.create("ws://127.0.0.1:" + Servers.node().httpPort() + LIVE + query);
    }

    private static SocketReader offering(String token) {
        return SseRequest.to(Servers.node(), LIVE + "?last=0")
                .header("Origin", "https://elsewhere.test")
                .header("Sec-WebSocket-Protocol", "tidemark, bearer." + token)
                .openSocket();
    }

    /** Keeps each message. */
    private static final class Listener implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder message = new StringBuilder();

        String next() {
            try {
                String next = messages.poll(SOON.toSeconds(), TimeUnit.SECONDS);
                if (next == null) throw new AssertionError("no message within " + SOON);
                return next;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                messages.add(message.toString());
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            messages.add("close " + code);
            return null;
        }
    }
}
