package io.tidemark.trace;

import io.tidemark.emit.Ingestion;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Stores traces behind the thread that noticed them, many in one transaction, on a thread of its own. While the database is
 * away they wait; what is beyond {@value #WAITING} is lost and counted: the threads that notice also write to readers, and
 * must not wait. Thread-safe.
 */
@ApplicationScoped
public class Behind {
    private static final Logger LOGGER = Logger.getLogger(Behind.class.getName());
    private static final int WAITING = 20_000;
    private static final int BLOCK = 500;
    private static final int LOGGED = 1_000;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Inject
    private Ingestion ingestion;

    @Resource
    private ManagedThreadFactory threads;

    private final BlockingQueue<AuditEvent> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Tallies tallies = new Tallies(Clock.systemUTC());
    private final AtomicLong lost = new AtomicLong();
    private final List<AuditEvent> block = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Thread worker = Thread.currentThread();

    @PostConstruct
    void start() {
        worker = threads.newThread(this::run);
        worker.start();
    }

    /** Stores what is left, on the caller's thread: the server may have interrupted the other. */
    public void stop() {
        stopped.countDown();
        try {
            worker.join(PATIENCE.toMillis());
            collect(true);
            do fill(Duration.ZERO);
            while (!block.isEmpty() && store());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int left = block.size() + waiting.size();
        if (left > 0) LOGGER.severe(() -> "Lost " + left + " traces: the node stopped before they could be stored");
    }

    /** Whether the thread that does it runs. */
    public boolean isAlive() {
        return worker.isAlive();
    }

    /** How many were lost because too many were waiting. */
    public long lost() {
        return lost.get();
    }

    /** Stores it soon. Never blocks. */
    void write(AuditEventBuilder event) {
        write(event.build());
    }

    /** As {@link Tallies#isFirst}. */
    boolean isFirst(String key, Supplier<AuditEventBuilder> more, String what) {
        return tallies.isFirst(key, more, what);
    }

    /** As {@link Tallies#storeFirst}. */
    void storeFirst(String key, Supplier<AuditEventBuilder> more, String what, Runnable store) {
        tallies.storeFirst(key, more, what, store);
    }

    private void write(AuditEvent event) {
        if (waiting.offer(ingestion.checked(event))) return;
        long now = lost.incrementAndGet();
        if (now % LOGGED == 1) LOGGER.severe(() -> "Lost " + now + " traces so far: " + WAITING + " wait to be stored");
    }

    /** Writes what was counted. One that is refused must not take the others with it. */
    private void collect(boolean all) {
        for (AuditEvent event : tallies.take(all)) {
            try {
                write(event);
            } catch (RuntimeException e) {
                LOGGER.log(Level.SEVERE, "Lost the traces of a minute: they were not accepted", e);
            }
        }
    }

    private void run() {
        try {
            while (stopped.getCount() > 0) {
                if (!turn()) stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            LOGGER.fine("Interrupted: the server stops");
        }
    }

    private boolean turn() throws InterruptedException {
        try {
            collect(false);
            fill(PAUSE);
            return store();
        } catch (RuntimeException e) {
            LOGGER.log(Level.SEVERE, e, () -> "Storing traces failed. Will retry in " + PAUSE);
            return false;
        }
    }

    private void fill(Duration atMost) throws InterruptedException {
        if (!block.isEmpty()) return;
        AuditEvent next = waiting.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) return;
        block.add(next);
        waiting.drainTo(block, BLOCK - 1);
    }

    /** Their ids are known, so that what was stored without an answer is not stored again. */
    private boolean store() {
        try {
            if (!block.isEmpty()) ingestion.store(block);
            block.clear();
            return true;
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Could not store " + block.size() + " traces. Will retry in " + PAUSE);
            return false;
        }
    }
}
