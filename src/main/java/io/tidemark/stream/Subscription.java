package io.tidemark.stream;

import io.tidemark.event.Filter;
import io.tidemark.event.LogGone;
import io.tidemark.event.LogTooSlow;
import io.tidemark.event.LogUnavailable;
import io.tidemark.store.LogEntry;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One open reader: a cursor, a filter and an outlet. At most one thread writes for it at a time.
 *
 * <p>Why is the head read before the end? Guard ends a subscription before it lets the head pass the revocation: whoever
 * has seen the new head sees the end as well, and sends nothing above it.
 */
public final class Subscription {
    private static final Logger LOGGER = Logger.getLogger(Subscription.class.getName());
    private static final int TURN = 64;
    private static final Duration HANDSHAKE = Duration.ofSeconds(30);

    private final UUID id = UUID.randomUUID();
    private final Reader reader;
    private final Filter filter;
    private final Outlet outlet;
    private final Supply supply;
    private final Instant openedAt;
    private final Broadcaster broadcaster;

    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicBoolean reported = new AtomicBoolean();
    private volatile boolean started;
    private volatile boolean finished;
    private volatile boolean closed;
    private volatile boolean cursorDue;
    private volatile boolean heartbeatDue;
    private volatile long position;
    private volatile long wroteAt = System.nanoTime();
    private volatile long writingSince;

    Subscription(Reader reader, Filter filter, long cursor, Outlet outlet, Instant openedAt, Broadcaster broadcaster) {
        this.reader = reader;
        this.filter = filter;
        this.position = cursor;
        this.outlet = outlet;
        this.openedAt = openedAt;
        this.broadcaster = broadcaster;
        this.supply = new Supply(filter, outlet.format(), broadcaster);
    }

    public UUID id() {
        return id;
    }

    public Reader reader() {
        return reader;
    }

    public Filter filter() {
        return filter;
    }

    public String transport() {
        return outlet.transport();
    }

    public Instant openedAt() {
        return openedAt;
    }

    /** The highest position that was sent or passed over by the filter. */
    public long position() {
        return position;
    }

    /** How many events were written. */
    public long sent() {
        return sent.get();
    }

    /**
     * Sends the beginning, from the caller's thread, and lets the events follow. If the reader lost its access since the
     * subscription was made, it is told so instead.
     *
     * @throws IOException if the client is gone; the subscription has ended then
     */
    public void start() throws IOException {
        CompletableFuture<?> begun = CompletableFuture.completedFuture(null);
        for (String text : outlet.format().beginning(broadcaster.retry())) {
            begun = begun.thenCompose(before -> send(new Text(text)));
        }
        if (begun.isDone()) {
            var unused = begun.whenComplete((done, failure) -> begin(failure));
        } else {
            var unused = begun.whenComplete((done, failure) -> broadcaster.execute(() -> begin(failure)));
        }
        if (finished) throw new IOException("The client is gone");
    }

    private void begin(@Nullable Throwable failure) {
        if (failure != null) {
            abandon(failure);
            return;
        }
        if (finished) {
            outlet.close(End.Closed.GONE);
            return;
        }
        cursorDue = !filter.isAll();
        started = true;
        schedule();
    }

    /**
     * Ends it if nobody has started it for so long that its client must have left during the handshake, or at once if asked.
     * Whether it is started or over.
     */
    boolean forsake(boolean atOnce) {
        if (started || finished) return true;
        if (!atOnce && quietFor() < HANDSHAKE.toNanos()) return false;
        end.compareAndSet(null, End.Closed.GONE);
        finished = true;
        broadcaster.remove(this);
        report(Objects.requireNonNull(end.get(), "end"));
        return true;
    }

    /** Ends it without a report: its caller makes that. Whether none was made before. */
    boolean withdraw() {
        end.compareAndSet(null, End.Closed.GONE);
        broadcaster.remove(this);
        schedule();
        return reported.compareAndSet(false, true);
    }

    /** The client closed the connection, or it broke. */
    public void leave() {
        end(End.Closed.GONE);
    }

    /** Ends it: its writer tells the reader and closes. The first reason counts. */
    void end(End why) {
        if (end.compareAndSet(null, why)) {
            broadcaster.remove(this);
            if (!started) broadcaster.watch(this);
            schedule();
        }
    }

    /** Whether its connection is closed. */
    boolean isClosed() {
        return closed;
    }

    /** Whether its client must be asked if it is still there. */
    boolean isProbeDue() {
        return outlet.isProbeDue();
    }

    /** Nanoseconds since something was written. */
    long quietFor() {
        return System.nanoTime() - wroteAt;
    }

    void keepAlive() {
        heartbeatDue = true;
        schedule();
    }

    /** Whether one of them may be for this reader. Never throws: what its filter fails at, its own writer meets. */
    boolean wants(List<LogEntry> entries) {
        if (filter.isAll()) return true;
        try {
            for (LogEntry entry : entries) {
                if (filter.matches(entry.event(), entry.hasPayload())) return true;
            }
            return false;
        } catch (RuntimeException e) {
            return true;
        }
    }

    /** There may be something to write. Never blocks. */
    void schedule() {
        if (started && calls.getAndIncrement() == 0) broadcaster.execute(this::drain);
    }

    /** What a step left behind. */
    private enum Step {
        MORE,
        NOTHING,
        /** Draining goes on, with the same claim to be the only one, when the write is done. */
        WRITING
    }

    private void drain() {
        int seen = calls.get();
        while (true) {
            int turn = 0;
            for (Step step = step(); step != Step.NOTHING; step = step()) {
                if (step == Step.WRITING) return;
                if (++turn == TURN) {
                    broadcaster.execute(this::drain);
                    return;
                }
            }
            seen = calls.addAndGet(-seen);
            if (seen == 0) return;
        }
    }

    /** One write. */
    private Step step() {
        if (finished) return Step.NOTHING;
        long head = broadcaster.head();
        End why = end.get();
        if (why == null) why = broadcaster.mustEnd(this);
        try {
            if (why != null) {
                finish(why);
                return Step.NOTHING;
            }
            if (outlet.isProbeDue()) outlet.probe();
            // Before the page, which may take long or fail.
            if (heartbeatDue) return keepalive();
            if (position < head) return advance(head);
            if (!cursorDue) return Step.NOTHING;
            cursorDue = false;
            return keepalive();
        } catch (IOException e) {
            abandon(End.Closed.GONE);
        } catch (LogGone e) {
            // To skip what is gone without a word would be a hole that nobody sees.
            finish(End.Closed.PURGED);
        } catch (LogUnavailable | LogTooSlow e) {
            // Behind the ring and no database, or one that is busy: the ticker asks again, the lease decides.
        } catch (RuntimeException | Error e) {
            // Silent for ever, without a heartbeat, is what it would be else; a client that is cut off resumes.
            LOGGER.log(Level.WARNING, e, () -> "The stream " + id + " failed at seq " + position + ". It ends");
            abandon(End.Closed.GONE);
        }
        return Step.NOTHING;
    }

    private Step keepalive() {
        heartbeatDue = false;
        return write(new Text(outlet.format().keepalive(position)), 0, position);
    }

    private Step advance(long head) {
        Batch batch = supply.next(position, head);
        if (batch.events() > 0) return write(batch.text(), batch.events(), batch.reached());
        position = batch.reached();
        return Step.MORE;
    }

    private Step write(Text text, int events, long reached) {
        CompletableFuture<?> writing = send(text).toCompletableFuture();
        if (writing.isDone()) {
            var unused = writing.whenComplete((done, failure) -> written(failure, events, reached));
            return Step.MORE;
        }
        var unused = writing.whenComplete((done, failure) -> broadcaster.execute(() -> {
            written(failure, events, reached);
            drain();
        }));
        return Step.WRITING;
    }

    private CompletionStage<?> send(Text text) {
        writingSince = System.nanoTime();
        return outlet.send(text);
    }

    private void written(@Nullable Throwable failure, int events, long reached) {
        if (failure != null) {
            abandon(failure);
            return;
        }
        wroteAt = System.nanoTime();
        position = reached;
        if (events == 0) return;
        sent.addAndGet(events);
        broadcaster.delivered(events);
    }

    private void finish(End why) {
        finished = true;
        end.compareAndSet(null, why);
        broadcaster.remove(this);
        Text last = new Text(outlet.format().end(why, broadcaster.retry()));
        CompletableFuture<?> told = send(last).toCompletableFuture();
        // It is over either way.
        if (told.isDone()) close(why);
        else {
            var unused = told.whenComplete((done, failure) -> broadcaster.execute(() -> close(why)));
        }
    }

    /** A write failed: after the server's write timeout the client had stalled, before it the client was gone. */
    private void abandon(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        boolean stalled = cause instanceof SocketTimeoutException
                || System.nanoTime() - writingSince
                        >= broadcaster.stalledAfter().toNanos();
        abandon(stalled ? End.Closed.STALLED : End.Closed.GONE);
    }

    private void abandon(End why) {
        finished = true;
        end.compareAndSet(null, why);
        broadcaster.remove(this);
        close(why);
    }

    private void close(End why) {
        try {
            outlet.close(why);
        } finally {
            report(why);
            // Last: the node stops, and with it what stores the report, when all are closed.
            closed = true;
        }
    }

    private void report(End why) {
        if (reported.compareAndSet(false, true)) broadcaster.finished(this, why);
    }
}
