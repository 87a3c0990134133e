package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Java25;
import io.tidemark.testing.LiveReader;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import io.tidemark.testing.Token;
import io.tidemark.testing.Transport;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nobody waits for a reader: 20 clients stop reading, 20 go on, 20,000 events come; every other one over a WebSocket. */
class SlowReadersIT {

    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final int READERS = 20;
    private static final int EVENTS = 20_000;
    private static final int BLOCK = 500;

    private final String service = "slow-" + UUID.randomUUID();

    /** Where stalled writes hold platform threads, one each, of {@code tidemark.stream.writers}. */
    @Test
    void nobodyWaitsForThoseThatStoppedReading() throws SQLException {
        nobodyWaitsOn(Nodes.second());
    }

    /** Where stalled writes hold virtual threads. */
    @Test
    void nobodyWaitsForThoseThatStoppedReadingOnJava25() throws SQLException {
        var home = Java25.homeOrSkip();
        try (var node = Nodes.small("java25").java(home).start()) {
            nobodyWaitsOn(node);
        }
    }

    /** In the server's own configuration a write waits for five seconds, then the stream ends; the cursor stays. */
    @ParameterizedTest
    @EnumSource
    void endsAStreamThatIsNotReadAndResumesItExactly(Transport transport) throws SQLException {
        var node = Servers.node();
        long head = head();
        var stalled = new Progress(transport, open(transport, node, "ended", head), head);
        stalled.reader.stopReading();
        var events =
                IntStream.range(0, 200).mapToObj(i -> event("x".repeat(60_000))).collect(Collectors.joining("\n"));
        post(node, events);
        var expected = awaitLog(200);
        Await.until("end of the stalled stream", DEADLINE, () -> streams(node, "ended") == 0);

        stalled.reader.readOn();
        readToTheEnd(node, "ended", stalled, expected);
    }

    private void nobodyWaitsOn(Node node) throws SQLException {
        long head = head();
        var reading = progress(node, "reading", head);
        var stalled = progress(node, "stalled", head);
        stalled.forEach(one -> one.reader.stopReading());

        for (int i = 0; i < EVENTS / BLOCK; i++) {
            post(
                    node,
                    IntStream.range(0, BLOCK)
                            .mapToObj(j -> event("a line of some length ".repeat(4 + j % 8)))
                            .collect(Collectors.joining("\n")));
        }
        var expected = awaitLog(EVENTS);
        for (var one : reading) one.awaitAll(expected);

        assertThat(streams(node, "stalled"))
                .as("streams that are stalled while the others have everything")
                .isEqualTo(READERS);
        assertThat(new Ledger(node, Servers.database()).metric("tidemark_stream_lag_events", ""))
                .as("how far the slowest is behind")
                .isPositive();
        stalled.forEach(one -> assertThat(one.reader.events()).hasSizeLessThan(EVENTS));

        for (int i = 0; i < READERS; i++) {
            var one = stalled.get(i);
            if (i % 2 == 0) {
                one.reader.readOn();
                one.awaitAll(expected);
            } else {
                one.take();
                one.reader.close();
                readToTheEnd(node, "stalled-" + i, one, expected);
            }
        }
        reading.forEach(one -> one.reader.close());
        stalled.forEach(one -> one.reader.close());
        assertThat(node.isAlive()).isTrue();
        assertThat(node.logs()).doesNotContain("OutOfMemoryError");
    }

    /** Reads what is left in the connection, then resumes until all is there. */
    private void readToTheEnd(Node node, String account, Progress progress, List<Long> expected) {
        Await.until("end of the old connection", DEADLINE, () -> progress.reader.isEnded());
        progress.take();
        assertThat(progress.count).as("events before it ended").isLessThan(expected.size());
        progress.reader = open(progress.transport, node, account, progress.cursor());
        progress.awaitAll(expected);
        progress.reader.close();
    }

    private List<Progress> progress(Node node, String account, long after) {
        var all = new ArrayList<Progress>();
        for (int i = 0; i < READERS; i++) {
            var transport = i % 4 < 2 ? Transport.SSE : Transport.WEBSOCKET;
            all.add(new Progress(transport, open(transport, node, account + "-" + i, after), after));
        }
        return all;
    }

    private LiveReader open(Transport transport, Node node, String account, long after) {
        return transport.read(
                node,
                Token.of(service + account).roles("audit-reader").sign(),
                "service=" + service,
                after,
                account.startsWith("reading") ? 0 : 4_096);
    }

    private String event(String text) {
        return "{\"eventType\":\"login\",\"service\":\"%s\",\"metadata\":{\"text\":\"%s\"}}".formatted(service, text);
    }

    private static void post(Node node, String events) {
        var token = Token.of("slow-writer").roles("audit-writer").sign();
        var answer = Api.of(node).as(token).post("/api/v1/events", "application/x-ndjson", events);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    /** How many streams of these accounts are open and behind the head. */
    private long streams(Node node, String account) {
        var token = Token.of("slow-admin").roles("audit-admin").sign();
        long open = 0;
        for (var stream : Api.of(node).as(token).get("/api/v1/streams").json().path("streams")) {
            boolean ours = stream.path("accountId").asString().startsWith(service + account);
            if (ours && stream.path("lag").asLong() > 0) open++;
        }
        return open;
    }

    private List<Long> awaitLog(int count) {
        var sql = "select seq from tidemark.log where service = ? order by seq";
        return Await.until(
                "the log",
                DEADLINE,
                () -> {
                    try (var app = Servers.database().asApp()) {
                        return new Sql(app)
                                .rows(sql, service).stream()
                                        .map(row -> (Long) row.get("seq"))
                                        .toList();
                    }
                },
                seqs -> seqs.size() == count);
    }

    private static long head() throws SQLException {
        try (var app = Servers.database().asApp()) {
            return new Sql(app).count("select next_seq - 1 from tidemark.sequencer");
        }
    }

    /** A client and how far it came; its events are not kept. */
    private static final class Progress {
        private final Transport transport;
        private LiveReader reader;
        private final List<Long> seqs = new ArrayList<>();
        private final long start;
        private int count;

        Progress(Transport transport, LiveReader reader, long start) {
            assertThat(reader.isOpened()).as(reader.text()).isTrue();
            this.transport = transport;
            this.reader = reader;
            this.start = start;
        }

        /** What its next request says. */
        long cursor() {
            var last = reader.lastEventId();
            return last.isEmpty() ? start : Long.parseLong(last);
        }

        void take() {
            reader.takeEvents().forEach(event -> seqs.add(event.seq()));
            count = seqs.size();
        }

        void awaitAll(List<Long> expected) {
            Await.until("all events", DEADLINE, () -> {
                take();
                return count >= expected.size() || reader.isEnded();
            });
            take();
            assertThat(seqs).isEqualTo(expected);
        }
    }
}
