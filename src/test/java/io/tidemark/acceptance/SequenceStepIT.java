package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testing.Await;
import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sequence_step} alone, without a server: what several nodes, long transactions and restores do to it. */
class SequenceStepIT {

    private Schema schema;
    private Connection app;
    private Connection owner;

    @BeforeEach
    void open() throws SQLException {
        schema = Schema.create();
        app = schema.asApp();
        owner = schema.asOwner();
    }

    @AfterEach
    void close() throws SQLException {
        app.close();
        owner.close();
    }

    @Test
    void severalSequencersKeepOneOrder() throws Exception {
        long seed = Long.getLong("order.seed", new Random().nextLong());
        System.out.println("SequenceStepIT: -Dorder.seed=" + seed);
        var random = new Random(seed);
        var service = "step-" + UUID.randomUUID();
        var book = new Book();
        var written = new AtomicBoolean();
        var threads = Executors.newCachedThreadPool();
        var sequencers = new ArrayList<Future<Void>>();
        for (int limit : new int[] {1, 3, 1000}) sequencers.add(threads.submit(sequencer(limit, written)));
        var writers = new ArrayList<Future<Void>>();
        for (int i = 0; i < 6; i++) {
            writers.add(threads.submit(
                    new JdbcWriter(random.nextLong(), service, book, () -> book.committed() >= 400, schema::asApp)));
        }
        for (var writer : writers) writer.get();
        written.set(true);
        for (var sequencer : sequencers) sequencer.get();
        threads.shutdown();

        assertThat(new Sql(owner).count("select count(*) from tidemark.inbox")).isZero();
        book.verify(owner, service);
        assertDense(book.certain().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
    void refusesASnapshotThatIsOlderThanItsLock(int isolation) throws SQLException {
        app.setTransactionIsolation(isolation);
        assertThatThrownBy(() -> step(app, 1000)).hasMessageContaining("sequence_step needs READ COMMITTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "0", "-1", "100001"})
    void refusesALimitThatMovesNothingOrFillsTheLogWithPartitions(String limit) {
        assertThatThrownBy(() -> new Sql(app).count("select tidemark.sequence_step(" + limit + ")"))
                .hasMessageContaining("sequence_step moves 1 to 100000 events, not ");
    }

    @Test
    void leavesAtOnceWhenAnotherOneIsAtIt() throws SQLException {
        insert(app, "a");
        app.setAutoCommit(false);
        assertThat(step(app, 1000)).isEqualTo(1);
        assertThat(step(owner, 1000)).isEqualTo(-1);
        app.rollback();
        assertThat(step(owner, 1000)).isEqualTo(1);
        assertLog("a");
    }

    @Test
    void findsTheFirstPositionRecordedAtATimeOrLater() throws SQLException {
        String sql = "select tidemark.seq_at(cast(? as timestamptz))";
        var log = new Sql(owner);
        assertThat(log.one(Long.class, sql, "2000-01-01Z")).isEqualTo(1);
        for (String event : List.of("a", "b", "c", "d", "e")) {
            insert(app, event);
            step(app, 1000);
        }

        for (long seq = 1; seq <= 5; seq++) {
            String time = log.one(String.class, "select recorded_at::text from tidemark.log where seq = ?", seq);
            assertThat(log.one(Long.class, sql, time)).isEqualTo(seq);
        }
        assertThat(log.one(Long.class, sql, "2000-01-01Z")).isEqualTo(1);
        assertThat(log.one(Long.class, sql, "2100-01-01Z")).isEqualTo(6);
    }

    /** As a client does that stood still, or was cut off, between the step and its commit: all nodes waited for it. */
    @Test
    void endsASessionThatStaysInItsTransactionAfterAStep() throws SQLException {
        insert(app, "a");
        app.setAutoCommit(false);
        assertThat(step(app, 1000)).isEqualTo(1);

        assertThat(Await.until("end of the idle session", Duration.ofSeconds(30), () -> step(owner, 1000), n -> n >= 0))
                .isEqualTo(1);

        assertThatThrownBy(() -> step(app, 1000)).isInstanceOf(SQLException.class);
        assertLog("a");
    }

    @Test
    void leavesAlonePatientTransactionsThatFollowAStep() throws SQLException {
        insert(app, "a");
        String timeout = "show idle_in_transaction_session_timeout";
        String before = new Sql(app).one(String.class, timeout);
        assertThat(step(app, 1000)).isEqualTo(1);
        assertThat(new Sql(app).one(String.class, timeout)).isEqualTo(before);
    }

    /** What a transaction emits after it stepped is in no snapshot of its own: {@code stepped_by} finds it. */
    @Test
    void findsWhatATransactionEmittedAfterItStepped() throws SQLException {
        insert(owner, "a");
        app.setAutoCommit(false);
        assertThat(step(app, 1000)).isEqualTo(1);
        insert(app, "b");
        insert(owner, "c"); // a later transaction has completed when the snapshot is taken
        assertThat(step(app, 1000)).isEqualTo(2);
        insert(app, "d");
        app.commit();
        assertThat(step(owner, 1000)).isEqualTo(1);
        assertLog("a", "b", "c", "d");
    }

    @Test
    void findsWhatATransactionEmittedAfterAStepThatItsLimitCutShort() throws SQLException {
        insert(owner, "a");
        insert(owner, "b");
        app.setAutoCommit(false);
        assertThat(step(app, 1)).isEqualTo(1);
        insert(app, "c");
        app.commit();
        assertThat(step(owner, 1)).isEqualTo(1);
        assertThat(step(owner, 1)).isEqualTo(1);
        assertLog("a", "b", "c");
    }

    @Test
    void forgetsAStepThatASavepointTookBack() throws SQLException {
        insert(owner, "a");
        app.setAutoCommit(false);
        var before = app.setSavepoint();
        assertThat(step(app, 1000)).isEqualTo(1);
        app.rollback(before);
        insert(app, "b");
        app.commit();
        assertThat(step(owner, 1000)).isEqualTo(2);
        assertLog("a", "b");
    }

    @Test
    void splitsATransactionThatIsLargerThanTheLimitWithoutMixingItsOrder() throws SQLException {
        app.setAutoCommit(false);
        for (int i = 0; i < 5; i++) insert(app, "a" + i);
        app.commit();
        insert(app, "b");
        app.commit();
        app.setAutoCommit(true);
        while (step(app, 2) > 0) assertThat(rows()).isNotEmpty();
        assertLog("a0", "a1", "a2", "a3", "a4", "b");
    }

    @Test
    void waitsForAPreparedTransactionAlone() throws SQLException {
        var name = "step-" + UUID.randomUUID();
        app.setAutoCommit(false);
        insert(app, "doubt");
        new Sql(app).run("prepare transaction '" + name + "'");
        app.setAutoCommit(true);
        insert(owner, "a");
        assertThat(step(app, 1000)).isEqualTo(1);
        insert(owner, "b");
        assertThat(step(app, 1000)).isEqualTo(1);
        new Sql(app).run("commit prepared '" + name + "'");
        insert(owner, "c");
        assertThat(step(app, 1000)).isEqualTo(2);
        assertLog("a", "b", "doubt", "c");
    }

    @Test
    void startsOverWhenWhatWasSeenIsReset() throws SQLException {
        var open = schema.asApp();
        open.setAutoCommit(false);
        insert(open, "open");
        insert(app, "a");
        assertThat(step(app, 1000)).isEqualTo(1);
        insert(app, "b");
        new Sql(owner).run("update tidemark.sequencer set seen = '1:1:', stepped_by = '0'");
        assertThat(step(app, 1000)).isEqualTo(1);
        open.commit();
        open.close();
        assertThat(step(app, 1000)).isEqualTo(1);
        assertLog("a", "b", "open");
    }

    /** A dump restored into a younger cluster: its transaction ids are all below those that were seen elsewhere. */
    @Test
    void startsOverByItselfInAYoungerCluster() throws SQLException {
        new Sql(owner).run("update tidemark.sequencer set seen = '900000000:900000000:', stepped_by = '899999999'");
        insert(app, "a");
        assertThat(step(app, 1000)).isEqualTo(1);
        insert(app, "b");
        assertThat(step(app, 1000)).isEqualTo(1);
        assertLog("a", "b");
    }

    @Test
    void growsIntoTheNextPartitionWhileSomebodyReads() throws SQLException {
        var sql = new Sql(owner);
        assertThat(step(app, 10)).isZero();
        sql.run("update tidemark.sequencer set next_seq = 9999996");
        var reader = schema.asApp();
        reader.setAutoCommit(false);
        assertThat(new Sql(reader).count("select count(*) from tidemark.log")).isZero();

        new Sql(app).run("set lock_timeout = '10s'");
        for (int i = 0; i < 10; i++) insert(app, "a" + i);
        assertThat(step(app, 10)).isEqualTo(10);

        assertThat(new Sql(reader).count("select count(*) from tidemark.log")).isEqualTo(10);
        reader.close();
        assertThat(sql.rows("select min(seq), max(seq), count(distinct tableoid) as parts from tidemark.log"))
                .containsExactly(Map.of("min", 9_999_996L, "max", 10_000_005L, "parts", 2L));
    }

    /** A step that grew the log and moved nothing forgot the partition, and each later step failed. */
    @Test
    void remembersThePartitionThatItMadeForNothing() throws SQLException {
        assertThat(step(app, 10)).isZero();
        new Sql(owner).run("update tidemark.sequencer set next_seq = 4950000");
        app.setAutoCommit(false);
        assertThat(step(app, 10)).isZero();
        assertThat(step(app, 100_000)).as("grows, with the same snapshot").isZero();
        app.commit();
        app.setAutoCommit(true);
        insert(app, "a");
        assertThat(step(app, 100_000)).isEqualTo(1);
        assertLog("a");
    }

    private Callable<Void> sequencer(int limit, AtomicBoolean written) {
        return () -> {
            try (var connection = schema.asApp()) {
                Await.until("empty inbox", Duration.ofMinutes(2), () -> {
                    boolean last = written.get();
                    long moved = step(connection, limit);
                    while (moved > 0) moved = step(connection, limit);
                    return last && moved == 0;
                });
            }
            return null;
        };
    }

    private void assertDense(int count) throws SQLException {
        assertThat(new Sql(owner).rows("select min(seq), max(seq), count(*) from tidemark.log"))
                .containsExactly(Map.of("min", 1L, "max", (long) count, "count", (long) count));
    }

    private void assertLog(String... operations) throws SQLException {
        assertThat(rows()).containsExactly(operations);
        assertThat(new Sql(owner).count("select count(*) from tidemark.inbox")).isZero();
    }

    private List<String> rows() throws SQLException {
        var rows = new ArrayList<String>();
        for (var row : new Sql(owner).rows("select operation from tidemark.log order by seq")) {
            rows.add(String.valueOf(row.get("operation")));
        }
        return rows;
    }

    private static void insert(Connection connection, String operation) throws SQLException {
        InboxRow.of("login").with("operation", operation).insert(connection);
    }

    private static long step(Connection connection, int limit) throws SQLException {
        return new Sql(connection).count("select tidemark.sequence_step(?)", limit);
    }
}
