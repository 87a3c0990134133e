package io.tidemark.tail;

import io.tidemark.store.LogEntry;
import io.tidemark.store.LogListener;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Follows the log on a thread of its own. Thread-safe. */
@ApplicationScoped
public class Tail {
    private static final Logger LOGGER = Logger.getLogger(Tail.class.getName());
    private static final int PAGE = 500;
    private static final Duration RETRY = Duration.ofMillis(500);

    @Inject
    private LogListener listener;

    @Inject
    private Event<Committed> committed;

    @Inject
    private Event<Followed> followed;

    @Resource
    private ManagedThreadFactory threads;

    @Inject
    @ConfigProperty(name = "tidemark.tail.poll", defaultValue = "PT1S")
    private Duration poll;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Thread worker;
    private volatile long position = -1;
    private volatile @Nullable String logId;
    private volatile long heardAt = System.nanoTime();

    /** Begins after the newest entry; the schema is there. */
    public void start() {
        Thread thread = threads.newThread(this::run);
        worker = thread;
        thread.start();
    }

    @PreDestroy
    void stop() {
        stopped.countDown();
    }

    /** The last position that was fired; -1 before the first contact with the database. */
    public long position() {
        return position;
    }

    /** Which log it is: another one after a restore to an earlier moment. Null before the first contact with the database. */
    public @Nullable String logId() {
        return logId;
    }

    /** How long ago the question was asked that the database answered last. */
    public Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heardAt);
    }

    /** Whether the thread that does it runs, or has yet to be started. */
    public boolean isAlive() {
        Thread thread = worker;
        return thread == null || thread.isAlive();
    }

    private void run() {
        boolean failing = false;
        while (!isStopped()) {
            try (LogListener.Ear ear = listener.listen()) {
                recognise(ear.stand());
                read(ear);
                if (failing) LOGGER.info("Hears the log again");
                failing = false;
                while (!isStopped()) {
                    ear.await(poll);
                    read(ear);
                }
            } catch (RuntimeException e) {
                if (isStopped()) return;
                LOGGER.log(failing ? Level.FINE : Level.WARNING, e, () -> "Lost the log. Will retry in " + RETRY);
                failing = true;
                pause();
            }
        }
    }

    /**
     * On each new connection: behind it there may be a database that was restored to an earlier moment, or a standby that
     * lacks what this node has sent. Positions up to this node's would be other events.
     */
    private void recognise(LogListener.Stand stand) {
        if (position >= 0
                && stand.head() >= position
                && stand.logId().toString().equals(logId)) return;
        if (position >= 0) {
            long was = position;
            LOGGER.severe(() -> "The log ends at seq " + stand.head() + " and is " + stand.logId() + ", but was at seq "
                    + was + " and " + logId + ": an earlier state of it came back. All streams end, and begin again");
        }
        followed.fire(new Followed(stand.head()));
        position = stand.head();
        logId = stand.logId().toString();
        LOGGER.info(() -> "Follows the log from seq " + stand.head());
    }

    /** All that is new; a question to the database even if nobody notified. */
    private void read(LogListener.Ear ear) {
        while (!isStopped()) {
            long asked = System.nanoTime();
            List<LogEntry> entries = ear.after(position, PAGE);
            if (!entries.isEmpty()) fire(entries);
            heardAt = asked;
            if (entries.size() < PAGE) return;
        }
    }

    private void fire(List<LogEntry> entries) {
        long expected = position + 1;
        if (entries.get(0).seq() != expected) {
            LOGGER.severe(() -> "The log goes on at seq " + entries.get(0).seq() + " instead of " + expected);
        }
        Committed news = new Committed(entries);
        committed.fire(news);
        position = news.head();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void pause() {
        try {
            if (stopped.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) return;
        } catch (InterruptedException e) {
            stopped.countDown();
        }
    }
}
