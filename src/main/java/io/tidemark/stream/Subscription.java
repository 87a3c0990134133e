package io.tidemark.stream;

import io.tidemark.event.Filter;
import io.tidemark.event.LogUnavailable;
import io.tidemark.store.LogEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final int EVENTS = 16;
    private static final int SIZE = 8 * 1_024;
    private static final int PAGE = 200;
    private static final int TURN = 64;

    private final UUID id = UUID.randomUUID();
    private final Reader reader;
    private final Filter filter;
    private final Outlet outlet;
    private final Instant openedAt;
    private final Broadcaster broadcaster;

    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean started;
    private volatile boolean finished;
    private volatile boolean keepaliveDue;
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

    /**
     * Sends the beginning, on the caller's thread, and lets the events follow. If the reader lost its access since the
     * subscription was made, it is told so instead.
     *
     * @throws IOException if the client is gone; the subscription has ended then
     */
    public void start() throws IOException {
        try {
            send(Frame.CONNECTED);
            send(Frame.retry(broadcaster.retry().toMillis()));
        } catch (IOException e) {
            abandon();
            throw e;
        }
        keepaliveDue = !filter.isAll();
        started = true;
        schedule();
    }

    /** Ends it: its writer tells the reader and closes. The first reason counts. */
    void end(End why) {
        if (end.compareAndSet(null, why)) {
            broadcaster.remove(this);
            schedule();
        }
    }

    boolean isFinished() {
        return finished;
    }

    /** Nanoseconds since something was written. */
    long quietFor() {
        return System.nanoTime() - wroteAt;
    }

    void keepAlive() {
        keepaliveDue = true;
        schedule();
    }

    /** There may be something to write. Never blocks. */
    void schedule() {
        if (started && calls.getAndIncrement() == 0) broadcaster.execute(this::drain);
    }

    private void drain() {
        int seen = calls.get();
        while (true) {
            int turn = 0;
            while (step()) {
                if (++turn == TURN) {
                    broadcaster.execute(this::drain);
                    return;
                }
            }
            seen = calls.addAndGet(-seen);
            if (seen == 0) return;
        }
    }

    /** One write; whether there may be more to do. */
    private boolean step() {
        if (finished) return false;
        long head = broadcaster.head();
        End why = end.get();
        if (why == null) why = broadcaster.mustEnd(this);
        try {
            if (why != null) {
                finish(why);
                return false;
            }
            if (position < head) return advance(head);
            if (!keepaliveDue) return false;
            keepaliveDue = false;
            send(Frame.keepalive(position));
            return true;
        } catch (IOException e) {
            abandon();
            return false;
        } catch (LogUnavailable e) {
            // Behind the ring and no database: the ticker asks again, the lease decides.
            return false;
        } catch (RuntimeException | Error e) {
            // Silent for ever, without a heartbeat, is what it would be else; a client that is cut off resumes.
            LOGGER.log(Level.WARNING, e, () -> "The stream " + id + " failed at seq " + position + ". It ends");
            abandon();
            return false;
        }
    }

    private boolean advance(long head) throws IOException {
        Frame next = broadcaster.frame(position + 1);
        if (next == null || isInDoubt(next)) return catchUp(head);
        StringBuilder batch = new StringBuilder();
        long reached = position;
        int events = 0;
        while (next != null && next.seq() <= head && events < EVENTS && batch.length() < SIZE && !isInDoubt(next)) {
            if (matches(next)) {
                batch.append(next.text());
                events++;
            }
            reached = next.seq();
            next = broadcaster.frame(reached + 1);
        }
        deliver(batch, events, reached);
        return true;
    }

    private boolean matches(Frame frame) {
        return filter.matches(frame.entry().event(), frame.entry().hasPayload());
    }

    /** Whether only the database can tell if the reader wants it. */
    private boolean isInDoubt(Frame frame) {
        return filter.readsPayload() && matches(frame);
    }

    /** From the log, never beyond the head: what guard has not seen is not read. */
    private boolean catchUp(long head) throws IOException {
        List<LogEntry> page = broadcaster.page(position, head, filter, PAGE);
        StringBuilder batch = new StringBuilder();
        int events = 0;
        for (LogEntry entry : page) {
            batch.append(Frame.of(entry).text());
            if (++events == EVENTS || batch.length() >= SIZE) {
                deliver(batch, events, entry.seq());
                batch.setLength(0);
                events = 0;
                if (end.get() != null || broadcaster.mustEnd(this) != null) return true;
            }
        }
        deliver(batch, events, page.size() < PAGE ? head : page.get(PAGE - 1).seq());
        return true;
    }

    private void deliver(StringBuilder batch, int events, long reached) throws IOException {
        if (events > 0) {
            send(batch.toString());
            broadcaster.delivered(events);
        }
        position = reached;
    }

    private void send(String frames) throws IOException {
        writingSince = System.nanoTime();
        outlet.send(frames);
        wroteAt = System.nanoTime();
    }

    private void finish(End why) {
        finished = true;
        end.compareAndSet(null, why);
        broadcaster.remove(this);
        try {
            send(why.frame());
        } catch (IOException e) {
            // It is over either way.
        }
        outlet.close();
        broadcaster.finished(this, why);
    }

    /** A write failed: after the server's write timeout the client had stalled, before it the client was gone. */
    private void abandon() {
        finished = true;
        boolean stalled =
                System.nanoTime() - writingSince >= broadcaster.stalledAfter().toNanos();
        End why = stalled ? End.Closed.STALLED : End.Closed.GONE;
        end.compareAndSet(null, why);
        broadcaster.remove(this);
        outlet.close();
        broadcaster.finished(this, why);
    }
}
