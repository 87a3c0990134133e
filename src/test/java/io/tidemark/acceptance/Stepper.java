package io.tidemark.acceptance;

import io.tidemark.testing.Await;
import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Steps again and again, as a node's sequencer does, whatever becomes of its connections. */
final class Stepper implements Callable<Void> {
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final Callable<Connection> database;
    private final int limit;
    private final AtomicLong moved = new AtomicLong();
    private volatile long pid;
    private volatile boolean stepping;
    private volatile long usual;
    private volatile boolean stopped;

    Stepper(Callable<Connection> database, int limit) {
        this.database = database;
        this.limit = limit;
    }

    @Override
    public Void call() throws Exception {
        while (!stopped) {
            try (var connection = database.call()) {
                var sql = new Sql(connection);
                pid = sql.count("select pg_backend_pid()::bigint");
                while (!stopped) step(sql);
            } catch (SQLException e) {
                // The next connection goes on.
            } finally {
                stepping = false;
            }
        }
        return null;
    }

    /** Waits until it has moved something more, and is within its next step. */
    void awaitProgress(Duration deadline) {
        long before = moved.get();
        Await.until("progress of the step", deadline, moved::get, now -> now > before);
        while (!stepping && !stopped) Thread.onSpinWait();
    }

    /** How long a step that moves something takes at present. */
    Duration usual() {
        return Duration.ofNanos(usual);
    }

    boolean isStepping() {
        return stepping;
    }

    /** The process of the server that steps for it. */
    long pid() {
        return pid;
    }

    void stop() {
        stopped = true;
    }

    private void step(Sql sql) throws SQLException {
        long began = System.nanoTime();
        stepping = true;
        long count = sql.count("select tidemark.sequence_step(?)", limit);
        stepping = false;
        if (count <= 0) {
            LockSupport.parkNanos(PAUSE.toNanos());
            return;
        }
        moved.addAndGet(count);
        usual = System.nanoTime() - began;
    }
}
