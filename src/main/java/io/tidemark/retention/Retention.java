package io.tidemark.retention;

import io.tidemark.query.Exports;
import io.tidemark.store.ArchiveFile;
import io.tidemark.store.Custody;
import io.tidemark.store.Part;
import io.tidemark.store.Partitions;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets go of what need not be kept, partition by partition, oldest first, on a thread of its own: exported, given up, dropped. One node
 * does it at a time; what a node left half done the next one finishes. Thread-safe.
 */
@ApplicationScoped
public class Retention {
    private static final Logger LOGGER = Logger.getLogger(Retention.class.getName());

    @Inject
    private RetentionSettings settings;

    @Inject
    private Partitions partitions;

    @Inject
    private Exports exports;

    @Inject
    private PurgeEvents events;

    @Inject
    private RetentionStatistics statistics;

    @Resource
    private ManagedThreadFactory threads;

    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Begins, if anything is ever to go; the schema is there. */
    public void start() {
        if (settings.isOn()) threads.newThread(this::run).start();
    }

    @PreDestroy
    public void stop() {
        stopped.countDown();
    }

    private void run() {
        LOGGER.info(() -> "Keeps the log by " + settings.policy());
        do {
            try {
                runOnce();
            } catch (RuntimeException | IOException e) {
                if (isStopped()) return;
                statistics.failed();
                LOGGER.log(
                        Level.WARNING,
                        e,
                        () -> "Retention failed: nothing was dropped that is not given up. Will retry in "
                                + settings.poll());
            }
        } while (!pause());
    }

    private void runOnce() throws IOException {
        try (Custody custody = partitions.take()) {
            if (custody == null) return;
            finish(custody);
            for (Part part = custody.next(settings.policy()); part != null; part = custody.next(settings.policy())) {
                if (isStopped() || !letGo(custody, part)) return;
            }
        }
    }

    private boolean letGo(Custody custody, Part part) throws IOException {
        ArchiveFile file = archive(part);
        if (!custody.giveUp(part, settings.policy(), file, events.of(part, file))) {
            LOGGER.info(() -> "Kept seq " + part.first() + " to " + part.last() + ": something forbids it by now");
            return false;
        }
        LOGGER.info(() -> "Gave up seq " + part.first() + " to " + part.last() + " (" + part.reason() + ")");
        finish(custody);
        return true;
    }

    private @Nullable ArchiveFile archive(Part part) throws IOException {
        Path directory = settings.export();
        if (directory == null) return null;
        return new ArchiveDirectory(directory)
                .write(exports.archive(part.first(), part.last()), part.first(), part.last(), this::isStopped);
    }

    private void finish(Custody custody) {
        long began = System.nanoTime();
        int dropped = custody.finish();
        if (dropped == 0) return;
        statistics.dropped(dropped);
        LOGGER.info(() -> "Dropped " + dropped + " partitions of the log in "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) + " ms");
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Whether it was stopped. */
    private boolean pause() {
        try {
            return stopped.await(settings.poll().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }
}
