package io.tidemark.bench;

import io.tidemark.store.Asked;
import io.tidemark.testing.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** Readers that come back at once, all of them far behind. */
final class Catchup implements Benchmark {
    private static final int LOG = 1_000_000;
    private static final int READERS = 64;
    private static final int PER_SESSION = 8;

    /** The newest: 64 times a million would take as many minutes as this takes seconds. */
    private static final int EVENTS = 25_000;

    private static final int ROUNDS = 3;
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String COPY =
            "copy (select " + Asked.COLUMNS + " from tidemark.log where seq > %d and seq <= %d order by seq) to stdout";

    @Override
    public String name() {
        return "catchup";
    }

    @Override
    public long log() {
        return LOG;
    }

    @Override
    public void run(Bench bench, Table table) throws Exception {
        var node = StreamNode.start(bench, "catchup", UnaryOperator.identity());
        List<BaseConnection> clients = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            clients.add(bench.own(bench.database().asApp()).unwrap(BaseConnection.class));
        }
        long after = bench.log() - EVENTS;
        var rounds = new Rounds(ROUNDS)
                .trial("streams", () -> streams(node, after))
                .trial("copy", () -> copies(clients, after))
                .run();
        table.add(new Row(
                name(),
                READERS + " readers, " + Table.number((double) EVENTS) + " events each, of "
                        + Table.number((double) bench.log()),
                "events/s",
                rounds.measured("streams", "copy"),
                "COPY (select …) to stdout by as many clients",
                Goal.ratioAtLeast(0.4)));
    }

    private static double streams(StreamNode node, long after) throws Exception {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < READERS; i += PER_SESSION) {
            tokens.add(Token.of("reader-" + i + "-" + System.nanoTime())
                    .roles("audit-reader")
                    .expiresIn(Duration.ofHours(1))
                    .sign());
        }
        String path = "/api/v1/stream?after=" + after + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ";
        long start = System.nanoTime();
        var crowd = Crowd.of(node.node().httpPort(), READERS, i -> path + tokens.get(i / PER_SESSION));
        long end;
        try (crowd) {
            end = crowd.await((long) READERS * EVENTS, DEADLINE);
        }
        crowd.checkDense(after);
        return (double) READERS * EVENTS * 1e9 / (end - start);
    }

    private static double copies(List<BaseConnection> clients, long after) throws Exception {
        var pool = Executors.newFixedThreadPool(READERS);
        try {
            List<Callable<Long>> copies = new ArrayList<>();
            for (BaseConnection client : clients) copies.add(() -> copy(client, after));
            long start = System.nanoTime();
            for (var copied : pool.invokeAll(copies)) {
                Wrong.unless(copied.get() == EVENTS, copied.get() + " rows instead of " + EVENTS);
            }
            return (double) READERS * EVENTS * 1e9 / (System.nanoTime() - start);
        } finally {
            pool.shutdown();
        }
    }

    private static long copy(BaseConnection client, long after) throws Exception {
        var lines = new Lines("");
        new CopyManager(client).copyOut(COPY.formatted(after, after + EVENTS), lines);
        return lines.count();
    }
}
