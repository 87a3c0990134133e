package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import io.tidemark.testing.Transport;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The database dies under load and its synchronous standby takes over. {@code -Dtrouble.seed=N} repeats the choices. */
@Tag("long")
class FailoverIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WRITERS = 3;

    private final long seed = Long.getLong("trouble.seed", new Random().nextLong());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Pair pair;
    private Node node;

    @BeforeEach
    void open() throws Exception {
        System.out.println("FailoverIT: -Dtrouble.seed=" + seed);
        pair = Pair.start();
        node = Node.on(Servers.database())
                .named("failover")
                .heap("384m")
                .patience(Duration.ofMinutes(5))
                .variable("pg.url", pair.url())
                .start();
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        if (node != null) node.close();
        if (pair != null) pair.close();
    }

    @Test
    void losesNothingWhenTheStandbyTakesOver() throws Exception {
        var random = new Random(seed);
        var service = "failover-" + UUID.randomUUID();
        var book = new Book();
        long start = head();
        var followers = Stream.of(Transport.values())
                .map(transport -> new Follower(List.of(node), transport, 0, start, left -> {}))
                .toList();
        var following = followers.stream().map(threads::submit).toList();
        var writers = new ArrayList<Future<Void>>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(threads.submit(
                    new JdbcWriter(random.nextLong(), service, book, () -> book.committed() >= 600, pair::asApp)));
        }
        Await.until("some transactions", PATIENCE, () -> book.committed() >= 200);
        long failed = System.nanoTime();
        pair.failOver();
        for (var writer : writers) writer.get();

        Await.until("empty inbox", PATIENCE, () -> count("select count(txid) from tidemark.inbox") == 0);
        var outage = Duration.ofNanos(System.nanoTime() - failed);
        Await.until("ready", PATIENCE, () -> Api.of(node).get("/health/ready").status() == 200);
        long head = head();
        followers.forEach(follower -> follower.awaitPosition(head));
        followers.forEach(Follower::stop);
        for (var one : following) one.get();
        assertThat(node.logs()).doesNotContain("an earlier state of it came back");
        try (var owner = pair.asOwner()) {
            var sql = new Sql(owner);
            book.verify(owner, service);
            assertThat(sql.rows("select min(seq), max(seq) - count(*) as holes from tidemark.log"))
                    .containsExactly(Map.of("min", 1L, "holes", 0L));
            var seqs =
                    sql
                            .rows("select seq from tidemark.log where seq > ? and seq <= ? order by seq", start, head)
                            .stream()
                            .map(row -> (Long) row.get("seq"))
                            .toList();
            for (var follower : followers) {
                assertThat(follower.seqs().stream().filter(seq -> seq <= head).toList())
                        .isEqualTo(seqs);
            }
        }
        System.out.printf(
                "FailoverIT: %d events; all in the log %s after the primary died; longest gap of a reader %s%n",
                head - start,
                outage,
                followers.stream()
                        .map(Follower::longestGap)
                        .max(Duration::compareTo)
                        .orElseThrow());
    }

    private long head() throws SQLException {
        return count("select next_seq - 1 from tidemark.sequencer");
    }

    private long count(String sql) throws SQLException {
        try (var owner = pair.asOwner()) {
            return new Sql(owner).count(sql);
        }
    }
}
