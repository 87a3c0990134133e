package io.tidemark.sequence;

import io.tidemark.store.SequenceStep;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Moves what commits on this node, and what other nodes left, to the log. Thread-safe.
 *
 * <p>Why a thread of its own? A pool that stalled readers or slow requests fill up would hold back every event.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Sequencer {
    private static final Logger LOGGER = Logger.getLogger(Sequencer.class.getName());
    private static final Duration BUSY = Duration.ofMillis(20);

    @Inject
    private SequenceStep step;

    @Inject
    private Bell bell;

    @Resource
    private ManagedThreadFactory threads;

    @Inject
    @ConfigProperty(name = "tidemark.sequence.pause", defaultValue = "PT0.005S")
    private Duration pause;

    @Inject
    @ConfigProperty(name = "tidemark.sequence.poll", defaultValue = "PT1S")
    private Duration poll;

    @Inject
    @ConfigProperty(name = "tidemark.sequence.limit", defaultValue = "1000")
    private int limit;

    @Inject
    @ConfigProperty(name = "tidemark.sequence.stuck", defaultValue = "PT30S")
    private Duration stuck;

    private final LongAdder sequenced = new LongAdder();
    private volatile long steppedAt = System.nanoTime();
    private volatile @Nullable Thread worker;
    private volatile boolean failing;
    private volatile boolean held;
    private volatile boolean stopped;

    @PostConstruct
    void start() {
        Thread thread = threads.newThread(this::run);
        worker = thread;
        thread.start();
    }

    @PreDestroy
    void stop() {
        stopped = true;
        bell.ring();
    }

    /** How many events got their position from this node. */
    public long sequenced() {
        return sequenced.sum();
    }

    /** How long no step has succeeded here or been seen at work elsewhere and finished. */
    public Duration stuckFor() {
        return Duration.ofNanos(System.nanoTime() - steppedAt);
    }

    /** Whether that is longer than {@code tidemark.sequence.stuck}. */
    public boolean isStuck() {
        return stuckFor().compareTo(stuck) >= 0;
    }

    /** Who holds the lock on giving positions, in words. */
    public String holder() {
        return step.holder();
    }

    /** Whether the thread that does it runs. */
    public boolean isAlive() {
        Thread thread = worker;
        return thread != null && thread.isAlive();
    }

    private void run() {
        boolean possible = false;
        while (!stopped) {
            try {
                possible = possible || step.isPossible();
                if (possible) drain();
                if (failing) LOGGER.info("Sequenced again");
                failing = false;
            } catch (RuntimeException e) {
                if (stopped) return;
                LOGGER.log(failing ? Level.FINE : Level.WARNING, e, () -> "Sequencing failed. Will retry in " + poll);
                failing = true;
            }
            awaitSignal();
        }
    }

    /** Steps until it has itself seen the inbox without the rows that it was woken for. */
    private void drain() {
        while (!stopped) {
            bell.silence();
            int moved = step.run(limit);
            if (moved >= 0) stepped(moved);
            else if (!held && isStuck()) report();
            if (moved == 0) return;
            if (moved == limit) continue;
            LockSupport.parkNanos((moved < 0 ? BUSY : pause).toNanos());
            if (moved > 0 && !bell.isRung()) return;
        }
    }

    private void stepped(int moved) {
        steppedAt = System.nanoTime();
        sequenced.add(moved);
        if (held) LOGGER.info("Sequences again");
        held = false;
    }

    /** Once: it would be fifty times a second. */
    private void report() {
        held = true;
        LOGGER.warning(() -> "No event got a position for " + stuckFor() + ": tidemark.sequencer is held by " + holder()
                + ". Will retry in " + BUSY);
    }

    private void awaitSignal() {
        try {
            bell.await(poll);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }
}
