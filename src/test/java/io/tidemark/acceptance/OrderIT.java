package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.acceptance.Book.Outcome;
import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import io.tidemark.testing.Transport;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One order for everybody, nothing twice, nothing missing: 16 writers, three readers of each transport that are cut at random
 * bytes and resume at one of two nodes. {@code -Dorder.seed=N} repeats a run as far as threads can be made to.
 */
class OrderIT {

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int JDBC_WRITERS = 14;
    private static final int HTTP_WRITERS = 2;

    private final long seed = Long.getLong("order.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final String service = "order-" + UUID.randomUUID();
    private final Book book = new Book();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<CutReader> readers = new ArrayList<>();
    private final List<Future<Void>> running = new ArrayList<>();
    private long start;

    @BeforeEach
    void openReaders() throws SQLException {
        System.out.println("OrderIT: -Dorder.seed=" + seed);
        var nodes = List.of(Servers.node(), Nodes.second());
        start = head();
        for (var filter : List.of("", "service=" + service + "&outcome=failure", "eventType=role_*&eventType=login")) {
            for (var transport : Transport.values()) {
                var reader = new CutReader(nodes, transport, filter, start, random.nextLong());
                readers.add(reader);
                running.add(threads.submit(reader));
            }
        }
    }

    @AfterEach
    void stopThreads() {
        readers.forEach(CutReader::stop);
        threads.shutdownNow();
    }

    @Test
    void deliversEveryCommittedEventOnceAndInOrder() throws Exception {
        try (var holder = Servers.database().asApp()) {
            holder.setAutoCommit(false);
            long began = book.tick();
            var held = insertFive(holder);

            for (var writer : writers(() -> book.committed() >= 5_000)) writer.get();
            awaitInLog(book.certain().size());
            long head = head();
            for (var reader : readers) reader.awaitPosition(head);
            assertThat(countInLog())
                    .as("events while one transaction is open")
                    .isEqualTo(book.certain().size());

            holder.commit();
            book.add(Outcome.COMMITTED, held, began);
        }
        awaitInLog(book.certain().size());
        verify();
    }

    @Test
    void losesNothingWhenTheDatabaseCrashes() throws Exception {
        // What is replayed is this test's, not the million events of another.
        try (var superuser = Servers.database().asSuperuser()) {
            new Sql(superuser).run("checkpoint");
        }
        var writers = writers(() -> book.committed() >= 1_500);
        Await.until("some transactions", DEADLINE, () -> book.committed() >= 500);
        Servers.database().kill();
        Servers.database().start();
        for (var writer : writers) writer.get();

        Await.until("empty inbox", DEADLINE, () -> count("select count(txid) from tidemark.inbox") == 0);
        verify();
        awaitHealthy(Servers.node());
        awaitHealthy(Nodes.second());
    }

    /** The log against the writers' book, then each reader against the log. */
    private void verify() throws Exception {
        long head = head();
        for (var reader : readers) reader.awaitPosition(head);
        readers.forEach(CutReader::stop);
        for (var reader : running) reader.get();
        try (var owner = Servers.database().asOwner()) {
            book.verify(owner, service);
            assertThat(new Sql(owner).rows("select min(seq), max(seq) - count(*) as holes from tidemark.log"))
                    .as("positions are dense")
                    .allSatisfy(row -> assertThat(row).containsEntry("min", 1L).containsEntry("holes", 0L));
            var filters = List.of(
                    "true",
                    "service = '" + service + "' and outcome = 'failure'",
                    "(event_type ~ '^role_' or event_type = 'login')");
            int transports = Transport.values().length;
            for (int i = 0; i < readers.size(); i++) verify(owner, readers.get(i), head, filters.get(i / transports));
        }
    }

    private void verify(Connection owner, CutReader reader, long head, String filter) throws SQLException {
        var expected = new Sql(owner)
                        .rows(
                                "select seq from tidemark.log where seq > ? and seq <= ? and " + filter
                                        + " order by seq",
                                start,
                                head)
                        .stream()
                        .map(row -> (Long) row.get("seq"))
                        .toList();
        assertThat(reader.seqs().stream().filter(seq -> seq <= head).toList())
                .as("what the reader of " + filter + " received in " + reader.connections() + " connections")
                .isEqualTo(expected);
        assertThat(reader.connections()).isGreaterThan(2);
        assertThat(reader.wrong()).isEmpty();
    }

    private List<Future<Void>> writers(BooleanSupplier enough) {
        var database = Servers.database();
        var writers = new ArrayList<Writer>();
        IntStream.range(0, JDBC_WRITERS)
                .forEach(i -> writers.add(new JdbcWriter(random.nextLong(), service, book, enough, database::asApp)));
        IntStream.range(0, HTTP_WRITERS)
                .forEach(i -> writers.add(new HttpWriter(
                        random.nextLong(), service, book, enough, i == 0 ? Servers.node() : Nodes.second())));
        return writers.stream().map(threads::submit).toList();
    }

    private List<UUID> insertFive(Connection connection) throws SQLException {
        var ids = new ArrayList<UUID>();
        for (int i = 0; i < 5; i++) {
            var row = InboxRow.of("login").with("service", service);
            row.insert(connection);
            ids.add(row.id());
        }
        return ids;
    }

    private void awaitInLog(int count) {
        Await.until(count + " events in the log", DEADLINE, this::countInLog, found -> found >= count);
    }

    private long countInLog() throws SQLException {
        return count("select count(*) from tidemark.log where service = '" + service + "'");
    }

    private static void awaitHealthy(Node node) {
        Await.until("health of " + node.name(), DEADLINE, () -> {
            var answer = Api.of(node).get("/health/ready");
            return answer.status() == 200;
        });
    }

    private static long head() throws SQLException {
        return count("select next_seq - 1 from tidemark.sequencer");
    }

    private static long count(String sql) throws SQLException {
        try (var app = Servers.database().asApp()) {
            return new Sql(app).count(sql);
        }
    }
}
