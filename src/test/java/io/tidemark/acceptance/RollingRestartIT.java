package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.acceptance.Ledger.Draft;
import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Sql;
import io.tidemark.testing.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three nodes are restarted one after the other, while writers write through them and readers read from them. */
@Tag("long")
class RollingRestartIT {
    private static final int READERS = 12;
    private static final int WRITERS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration THINK = Duration.ofMillis(50);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private Cluster cluster;

    @BeforeEach
    void open() throws IOException {
        cluster = Cluster.start("rolling", 3, spec -> spec.variable("tidemark.stream.quiesce", "PT1S"));
    }

    @AfterEach
    void close() throws IOException {
        over.set(true);
        threads.shutdownNow();
        cluster.close();
    }

    @Test
    void losesNothingAndRepeatsNothing() throws Exception {
        long start = head();
        var followers = new ArrayList<Follower>();
        for (int i = 0; i < READERS; i++) {
            followers.add(new Follower(
                    cluster.nodes(),
                    i % 2 == 0 ? Transport.SSE : Transport.WEBSOCKET,
                    i / 2,
                    start,
                    this::assertNotReady));
        }
        var following = followers.stream().map(threads::submit).toList();
        var writing = new ArrayList<Future<List<UUID>>>();
        for (int i = 0; i < WRITERS; i++) {
            int first = i;
            writing.add(threads.submit(() -> write(first)));
        }

        for (var node : cluster.nodes()) {
            long before = head();
            Await.until("some load", PATIENCE, () -> head() > before + 50);
            node.stop();
            node.restart();
        }
        over.set(true);
        var written = new ArrayList<UUID>();
        for (var ids : writing) written.addAll(ids.get());
        assertThat(written).hasSizeGreaterThan(100);
        Await.until("empty inbox", PATIENCE, () -> count("select count(txid) from tidemark.inbox") == 0);

        long head = head();
        followers.forEach(follower -> follower.awaitPosition(head));
        followers.forEach(Follower::stop);
        for (var one : following) one.get();
        assertThat(wrong).isEmpty();
        verify(written, start, head, followers);
    }

    private void verify(List<UUID> written, long start, long head, List<Follower> followers) throws SQLException {
        try (var owner = cluster.database().asOwner()) {
            var sql = new Sql(owner);
            var ids = sql.rows("select id from tidemark.log where event_type = 'test.marker'").stream()
                    .map(row -> (UUID) row.get("id"))
                    .toList();
            assertThat(ids).as("each event that was written, once").doesNotHaveDuplicates();
            assertThat(new HashSet<>(ids)).isEqualTo(new HashSet<>(written));
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
        var retries = followers.stream()
                .flatMap(one -> one.retries().stream())
                .sorted()
                .toList();
        assertThat(retries)
                .as("when to come back")
                .hasSizeGreaterThanOrEqualTo(READERS)
                .allSatisfy(retry -> assertThat(retry).isBetween(1_000L, 3_000L));
        assertThat(retries.stream().distinct().count()).isGreaterThan(retries.size() / 2);
        System.out.printf(
                "RollingRestartIT: %d events, %d readers, %d ends, retry %d to %d ms; longest gap of a reader %s%n",
                head - start,
                followers.size(),
                retries.size(),
                retries.get(0),
                retries.get(retries.size() - 1),
                followers.stream()
                        .map(Follower::longestGap)
                        .max(Duration::compareTo)
                        .orElseThrow());
    }

    /** Readiness goes first: whoever is told to leave must not be sent back by a proxy. */
    private void assertNotReady(Node node) {
        try {
            var answer = Api.of(node).get("/health/ready");
            if (answer.status() == 200) wrong.add(node.name() + " is ready and has ended a stream");
        } catch (UncheckedIOException e) {
            // It takes no more requests.
        }
    }

    /** As a client that wants its events stored: the same one again, to the next node, until it was. */
    private List<UUID> write(int first) {
        var written = new ArrayList<UUID>();
        int next = first;
        while (!over.get()) {
            Draft draft = Ledger.marker();
            while (!isStored(cluster.ledger(next % 3), draft)) {
                next++;
                LockSupport.parkNanos(THINK.toNanos());
            }
            written.add(draft.id());
            LockSupport.parkNanos(THINK.toNanos());
        }
        return written;
    }

    private static boolean isStored(Ledger ledger, Draft draft) {
        try {
            return ledger.tryPost(draft).status() < 300;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private long head() throws SQLException {
        return count("select next_seq - 1 from tidemark.sequencer");
    }

    private long count(String sql) throws SQLException {
        try (var owner = cluster.database().asOwner()) {
            return new Sql(owner).count(sql);
        }
    }
}
