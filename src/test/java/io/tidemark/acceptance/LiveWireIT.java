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

import io.tidemark.testing.Await;
import io.tidemark.testing.LiveReader.End;
import io.tidemark.testing.Servers;
import io.tidemark.testing.SocketReader;
import io.tidemark.testing.Token;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
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

/** The WebSocket, message by message, and its end. */
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

    private static URI live(String query) {
        return URI.create("ws://127.0.0.1:" + Servers.node().httpPort() + LIVE + query);
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
