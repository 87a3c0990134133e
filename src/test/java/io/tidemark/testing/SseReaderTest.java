package io.tidemark.testing;

import static io.tidemark.testing.FakeServer.LAST_CHUNK;
import static io.tidemark.testing.FakeServer.STREAM;
import static io.tidemark.testing.FakeServer.chunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testing.LiveReader.End;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SseReaderTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void sendsTokenAndLastEventIdAndReadsStatusAndHeaders() throws Exception {
        try (var server = FakeServer.sending(STREAM, LAST_CHUNK);
                var reader = server.request("/api/v1/stream?last=5")
                        .as("t")
                        .lastEventId(7)
                        .open()) {
            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(reader.header("X-Absent")).isEmpty();
            assertThat(server.received())
                    .startsWith("GET /api/v1/stream?last=5 HTTP/1.1\n")
                    .contains("\nAuthorization: Bearer t\n", "\nLast-Event-ID: 7\n", "\nHost: 127.0.0.1:");
        }
    }

    @Test
    void readsEventsThatChunksAndPacketsCutAnywhere() throws Exception {
        var body = chunk(": connected\n\nretry: 2000\nid: 1\nevent: au") + chunk("dit\ndata: {\"seq\":1}\n\nid: 2\n\n");
        try (var server = new FakeServer(socket -> {
                    socket.setTcpNoDelay(true);
                    write(socket, STREAM);
                    for (int i = 0; i < body.length(); i += 7) {
                        write(socket, body.substring(i, Math.min(i + 7, body.length())));
                    }
                    write(socket, LAST_CHUNK);
                });
                var reader = server.request("/").open()) {
            assertThat(reader.awaitEnd(SOON)).isEqualTo(End.COMPLETE);
            assertThat(reader.frames()).hasSize(3);
            assertThat(reader.seqs()).containsExactly(1L);
            assertThat(reader.events().get(0).json().path("seq").asInt()).isEqualTo(1);
            assertThat(reader.lastEventId())
                    .as("moved by the block without data")
                    .isEqualTo("2");
        }
    }

    @Test
    void keepsTheProblemDocumentOfARefusal() throws Exception {
        var body = "{\"type\":\"https://tidemark.io/problems/cursor-ahead\"}";
        try (var server = FakeServer.sending(
                        "HTTP/1.1 409 Conflict\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                var reader = server.request("/").open()) {
            assertThat(reader.status()).isEqualTo(409);
            assertThat(reader.problem().path("type").asString()).endsWith("cursor-ahead");
            assertThat(reader.isEnded()).isTrue();
        }
    }

    @Test
    void tellsATruncatedBodyFromACompleteOne() throws Exception {
        try (var server = FakeServer.sending(STREAM, chunk("id: 1\nevent: audit\ndata: {}\n\nid: 2\n"));
                var reader = server.request("/").open()) {
            assertThat(reader.awaitEnd(SOON)).isEqualTo(End.TRUNCATED);
            assertThat(reader.lastEventId())
                    .as("the unfinished block is discarded")
                    .isEqualTo("1");
        }
    }

    @Test
    void discardsTheEventInWhichItsOwnCutFell() throws Exception {
        var first = chunk("id: 1\nevent: audit\ndata: {}\n\n");
        var second = chunk("id: 2\nevent: audit\ndata: {}\n\n");
        var goOn = new CountDownLatch(1);
        var reset = new CountDownLatch(1);
        try (var server = new FakeServer(socket -> {
                    write(socket, STREAM + first);
                    await(goOn);
                    try {
                        while (true) {
                            write(socket, second);
                        }
                    } catch (SocketException e) {
                        reset.countDown();
                    }
                });
                var reader = server.request("/").open()) {
            reader.awaitEvents(1, SOON);
            reader.cutAfterBytes(second.length() + 10L);
            goOn.countDown();
            assertThat(reader.awaitEnd(SOON)).isEqualTo(End.CUT);
            assertThat(reader.seqs()).containsExactly(1L, 2L);
            assertThat(reset.await(5, TimeUnit.SECONDS))
                    .as("the server sees the reset")
                    .isTrue();
        }
    }

    @Test
    void stallsTheServerWhileItDoesNotReadAndMissesNothing() throws Exception {
        int events = 20_000;
        var sent = new AtomicLong();
        try (var server = new FakeServer(socket -> {
                    socket.setSendBufferSize(4096);
                    write(socket, STREAM);
                    for (int seq = 1; seq <= events; seq++) {
                        write(socket, chunk("id: " + seq + "\nevent: audit\ndata: {}\n\n"));
                        sent.set(seq);
                    }
                    write(socket, LAST_CHUNK);
                });
                var reader = server.request("/").receiveBuffer(2048).open()) {
            reader.stopReading();
            int before = reader.events().size();
            Await.until("stalled server", SOON, stalled(sent));
            assertThat(sent.get()).isLessThan(events);
            assertThat(reader.events()).hasSize(before);

            reader.readOn();
            assertThat(reader.awaitEnd(Duration.ofSeconds(20))).isEqualTo(End.COMPLETE);
            assertThat(reader.events()).hasSize(events);
            assertThat(reader.lastEventId()).isEqualTo(Integer.toString(events));
        }
    }

    @Test
    void saysWhatItSawWhenNothingComesInTime() throws Exception {
        var done = new CountDownLatch(1);
        try (var server = new FakeServer(socket -> {
                    write(socket, STREAM + chunk(": connected\n\n"));
                    await(done);
                });
                var reader = server.request("/").open()) {
            reader.await(r -> !r.frames().isEmpty(), SOON);
            assertThatThrownBy(() -> reader.awaitEvents(1, Duration.ofMillis(50)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("no 1 events within PT0.05S")
                    .hasMessageContaining("connected");
            done.countDown();
            assertThatThrownBy(() -> reader.awaitEvent("revoked", SOON)).hasMessageContaining("before the end");
        }
    }

    /** Met when the count stood still over ten looks. */
    private static Callable<Boolean> stalled(AtomicLong count) {
        var last = new AtomicLong(-1);
        var looks = new AtomicInteger();
        return () -> {
            long now = count.get();
            return (last.getAndSet(now) == now ? looks.incrementAndGet() : looks.getAndUpdate(n -> 0)) > 10;
        };
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
