package io.tidemark.stream;

import io.tidemark.event.Access;
import io.tidemark.event.Filter;
import io.tidemark.store.Log;
import io.tidemark.store.LogEntry;
import io.tidemark.tail.Committed;
import io.tidemark.tail.Followed;
import io.tidemark.tail.Tail;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends the log to its live readers. Nobody waits for a reader: an entry is encoded once and each subscription that
 * may want it is told that there is something; its own writer does the rest. Thread-safe.
 */
@ApplicationScoped
public class Broadcaster {
    private static final Logger LOGGER = Logger.getLogger(Broadcaster.class.getName());
    private static final Duration TICK = Duration.ofMillis(500);
    private static final int LOOKED_AT = 8;
    private static final long SHELF = 16L * 1_024 * 1_024;

    /** Long enough for readers that come by one after another, short for what may be purged. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private static final Duration WAIT = Duration.ofMillis(10);

    @Inject
    private Tail tail;

    @Inject
    private Log log;

    @Inject
    private Writers writers;

    @Inject
    private Subscriptions subscriptions;

    @Inject
    private StreamStatistics statistics;

    @Inject
    private StreamSettings settings;

    @Inject
    private Event<StreamClosed> closed;

    @Resource
    private ManagedThreadFactory threads;

    private final Clock clock = Clock.systemUTC();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Set<Subscription> unstarted = ConcurrentHashMap.newKeySet();
    private final Semaphore catchUps = new Semaphore(8);
    private final Thread shutdown = new Thread(this::endAll, "tidemark-shutdown");
    private volatile @Nullable Feed feed;
    private volatile Batches batches = new Batches();
    private volatile Shelf shelf = new Shelf(SHELF);
    private volatile boolean ending;
    private boolean stale;

    /** Begins with the tail. */
    public void start() {
        threads.newThread(this::tick).start();
        Runtime.getRuntime().addShutdownHook(shutdown);
    }

    /**
     * Makes a subscription, which from now on is ended by a revocation, but sends nothing until it is started.
     *
     * @param cursor events above it are sent
     * @throws StreamRefused if the log was not heard of within the lease, or the node carries as many streams as it may
     */
    public Subscription subscribe(Reader reader, Filter filter, long cursor, Outlet outlet) {
        requireFresh();
        if (ending) throw new StreamRefused("unavailable", "The node is shutting down");
        Subscription subscription = new Subscription(reader, filter, cursor, outlet, clock.instant(), this);
        Subscription replaced = subscriptions.add(subscription, settings);
        if (replaced != null) replaced.end(End.Closed.REPLACED);
        return subscription;
    }

    /** Takes it back before it was started: nothing was sent, nothing will be. Whether its end was not reported yet. */
    public boolean withdraw(Subscription subscription) {
        return subscription.withdraw();
    }

    /** The newest position that readers of this node have; -1 before the first contact with the database. */
    public long head() {
        Feed now = feed;
        return now == null ? -1 : now.head();
    }

    /** Whether the node is about to stop. */
    public boolean isEnding() {
        return ending;
    }

    /** Whether the log was not heard of within the lease, or never: asking it would only take long. */
    public boolean isStale() {
        return feed == null || tail.silence().compareTo(settings.lease()) > 0;
    }

    /**
     * Passes if the log was heard of within the lease.
     *
     * @throws StreamRefused if not
     */
    public void requireFresh() {
        if (isStale()) throw new StreamRefused("stale", "The log was not heard of for " + settings.lease());
    }

    /**
     * Ends the streams that read by this access; how many. A token issued in a later second than the revocation is a new
     * access: its stream may be open before this node has come to the revocation.
     */
    public int revoke(Access access, Instant recordedAt, End.Revoked why) {
        List<Subscription> concerned = subscriptions.by(access).stream()
                .filter(subscription -> !subscription.reader().issuedAt().isAfter(recordedAt))
                .toList();
        concerned.forEach(subscription -> subscription.end(why));
        return concerned.size();
    }

    /** Where there are streams, their cursors are of a log that is no more. */
    void followed(@Observes Followed from) {
        subscriptions.all().forEach(subscription -> subscription.end(End.Closed.STALE));
        // First: whoever reads of the feed below finds no page of the one before.
        shelf = new Shelf(SHELF);
        feed = new Feed(settings.ring(), settings.ringBytes(), from.head());
        // Last: whoever makes a batch asks for them first, and then for frames, so that what these hold is of this
        // feed.
        batches = new Batches();
    }

    /**
     * Wakes those who want something of it; the ticker takes the positions of the others along. Else n streams that open would
     * wake each other n² times, for each opening is an event. Of many entries all are told: their writers look for themselves.
     */
    void committed(@Observes @Priority(Committed.STREAM) Committed news) {
        Objects.requireNonNull(feed, "feed").append(news.entries());
        boolean many = news.entries().size() > LOOKED_AT;
        for (Subscription subscription : subscriptions.all()) {
            if (many || subscription.wants(news.entries())) subscription.schedule();
        }
    }

    private void tick() {
        try {
            while (!stopped.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) tickOnce();
        } catch (InterruptedException e) {
            LOGGER.fine("Stopped ticking");
        }
    }

    /** Whatever happens to one stream, the others must still expire and obey the lease. */
    private void tickOnce() {
        reportLease();
        shelf.forget(KEPT);
        long heartbeat = settings.heartbeat().toNanos();
        forsake(false);
        for (Subscription subscription : subscriptions.all()) {
            try {
                subscription.forsake(false);
                if (subscription.quietFor() >= heartbeat) subscription.keepAlive();
                else if (isDue(subscription)) subscription.schedule();
            } catch (RuntimeException e) {
                LOGGER.log(
                        Level.WARNING,
                        e,
                        () -> "Could not wake the stream " + subscription.id() + ". Will retry in " + TICK);
            }
        }
    }

    /** Once for all streams, however many there are, none included. */
    private void reportLease() {
        if (feed == null || stale == isStale()) return;
        stale = !stale;
        if (stale) {
            LOGGER.warning(() -> "Serves no streams: the log was not heard of for " + tail.silence() + ", the lease is "
                    + settings.lease());
        } else {
            LOGGER.info("Serves streams again");
        }
    }

    /** Those that ended before they were started, and have no writer that would report it. */
    private void forsake(boolean atOnce) {
        unstarted.removeIf(subscription -> subscription.forsake(atOnce));
    }

    private boolean isDue(Subscription subscription) {
        return mustEnd(subscription) != null || subscription.position() < head() || subscription.isProbeDue();
    }

    /** Ends the streams and what wakes them. */
    public void stop() {
        stopped.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdown);
        } catch (IllegalStateException e) {
            LOGGER.fine("The JVM is shutting down already");
        }
        endAll();
        forsake(true);
        writers.close();
    }

    /**
     * Streams end one after the other, so that their readers do not all come back at once.
     *
     * <p>Why a shutdown hook as well? The server waits for open requests, for 30 seconds, before it stops applications.
     */
    private synchronized void endAll() {
        ending = true;
        // The server waits for requests, not for connections that were upgraded: those first.
        List<Subscription> open = subscriptions.all().stream()
                .sorted(Comparator.comparing(
                        subscription -> subscription.transport().equals("sse")))
                .toList();
        if (open.isEmpty()) return;
        long gap = settings.quiesce().toNanos() / open.size();
        for (Subscription subscription : open) {
            subscription.end(End.Closed.SHUTDOWN);
            LockSupport.parkNanos(gap);
        }
        long deadline = System.nanoTime() + settings.quiesce().toNanos();
        while (System.nanoTime() < deadline && !open.stream().allMatch(Subscription::isClosed)) {
            LockSupport.parkNanos(WAIT.toNanos());
        }
        LOGGER.info(() -> "Closed " + open.size() + " streams (shutdown)");
    }

    // What a subscription needs.

    void execute(Runnable drain) {
        writers.execute(drain);
    }

    @Nullable Frame frame(long seq) {
        Feed now = feed;
        return now == null ? null : now.get(seq);
    }

    /** Those of the feed that {@link #frame} is asked for afterwards, or of an earlier one, which nobody else finds. */
    Batches batches() {
        return batches;
    }

    /** All entries after the one position up to the other, encoded; of a reader that is behind, for those beside it too. */
    List<Frame> wholePage(long after, long last) {
        int limit = Math.toIntExact(last - after);
        return shelf.page(after, limit, () -> page(after, last, Filter.ALL, limit));
    }

    List<LogEntry> page(long after, long last, Filter filter, int limit) {
        catchUps.acquireUninterruptibly();
        try {
            return log.after(after, last, filter, limit);
        } finally {
            catchUps.release();
        }
    }

    /** Why it must end although nobody ended it. */
    @Nullable End mustEnd(Subscription subscription) {
        if (!clock.instant().isBefore(subscription.reader().expiresAt())) return End.Closed.EXPIRED;
        return isStale() ? End.Closed.STALE : null;
    }

    /** It ended and is not started: it has to be looked after. */
    void watch(Subscription subscription) {
        unstarted.add(subscription);
    }

    void remove(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    void delivered(int events) {
        statistics.delivered(events);
    }

    void finished(Subscription subscription, End why) {
        statistics.closed(why.reason());
        LOGGER.info(() -> "Closed the stream " + subscription.id() + " of account '"
                + subscription.reader().accountId() + "' at seq " + subscription.position() + " (" + why.reason()
                + ")");
        try {
            closed.fire(new StreamClosed(subscription, why));
        } catch (RuntimeException e) {
            LOGGER.log(Level.SEVERE, e, () -> "The end of the stream " + subscription.id() + " was not recorded");
        }
    }

    Duration retry() {
        return settings.retry();
    }

    Duration stalledAfter() {
        return settings.stalledAfter();
    }
}
