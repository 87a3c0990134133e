package io.tidemark.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A reader of the live log that can do what real ones do: fall behind, stop reading, lose its connection in the middle of
 * an event. It speaks HTTP/1.1 over a socket of its own and reads on one small daemon thread. Thread-safe.
 */
public abstract sealed class LiveReader implements AutoCloseable permits SseReader, SocketReader {

    /** How a stream ended. */
    public enum End {
        /** The server ended it as the protocol wants it. */
        COMPLETE,
        /** The server closed the connection before that. */
        TRUNCATED,
        /** The connection broke. */
        BROKEN,
        /** This side cut or closed it. */
        CUT
    }

    private static final long STACK = 128 * 1024;

    private final SseAnswer answer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Frame> frames = new ArrayList<>();
    private final List<Frame> events = new ArrayList<>();
    private String lastEventId = "";
    private @Nullable End end;
    private boolean stopped;
    private boolean closed;

    LiveReader(SseAnswer answer) {
        this.answer = answer;
    }

    /** Takes what came over the connection. */
    interface Parser {
        void accept(byte[] bytes, int offset, int length);
    }

    /** A parser that delivers here. */
    abstract Parser parser();

    /** What the end of the connection is to the protocol. */
    End ended(End connection) {
        return connection;
    }

    /** Whether there is a stream. */
    public boolean isOpened() {
        return answer.isOpened();
    }

    public int status() {
        return answer.status();
    }

    /** A header of the answer; empty if it is not there. */
    public String header(String name) {
        return answer.header(name);
    }

    /** The body of an answer that is no stream; empty for a stream. */
    public String text() {
        return answer.text();
    }

    /** The problem document of an answer that is no stream. */
    public JsonNode problem() {
        return JsonMapper.shared().readTree(answer.text());
    }

    /** Every block so far, comments and heartbeats included. */
    public List<Frame> frames() {
        return locked(() -> List.copyOf(frames));
    }

    /** The frames of type {@code audit} so far. */
    public List<Frame> events() {
        return locked(() -> List.copyOf(events));
    }

    /** The audit events so far; forgets all frames, so that a long stream needs no more memory than a short one. */
    public List<Frame> takeEvents() {
        return locked(() -> {
            var taken = List.copyOf(events);
            events.clear();
            frames.clear();
            return taken;
        });
    }

    /** Every block, comments and heartbeats included, that came since the last call. */
    public List<Frame> takeFrames() {
        return locked(() -> {
            var taken = List.copyOf(frames);
            events.clear();
            frames.clear();
            return taken;
        });
    }

    /** Their positions. */
    public List<Long> seqs() {
        return events().stream().map(Frame::seq).toList();
    }

    /** The specification's last event ID string: what a browser would send back; empty at the start. */
    public String lastEventId() {
        return locked(() -> lastEventId);
    }

    public boolean isEnded() {
        return locked(() -> end != null);
    }

    /** Waits until the reader is as wanted. Throws {@link AssertionError} at the deadline, or when the stream ended first. */
    public void await(Predicate<LiveReader> wanted, Duration deadline) {
        awaitLocked("what was wanted", deadline, () -> wanted.test(this), true);
    }

    /** Waits for this many audit events and returns all there are. */
    public List<Frame> awaitEvents(int count, Duration deadline) {
        awaitLocked(count + " events", deadline, () -> events.size() >= count, true);
        return events();
    }

    /** Waits for the first frame like this, come or to come. */
    public Frame awaitFrame(Predicate<Frame> wanted, Duration deadline) {
        awaitLocked("such frame", deadline, () -> frames.stream().anyMatch(wanted), true);
        return frames().stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Waits for the first frame of this type: {@code revoked}, {@code closed}. */
    public Frame awaitEvent(String type, Duration deadline) {
        return awaitFrame(frame -> frame.is(type), deadline);
    }

    /** Waits until the stream is over. */
    public End awaitEnd(Duration deadline) {
        awaitLocked("end", deadline, () -> end != null, false);
        return locked(() -> end == null ? End.BROKEN : end);
    }

    /** Stops taking bytes from the connection, so that the server's writes stall once the buffers between are full. */
    public void stopReading() {
        locked(() -> stopped = true);
    }

    /** Ends {@link #stopReading}. */
    public void readOn() {
        locked(() -> stopped = false);
    }

    /** Resets the connection after this many more bytes of it, counted with the chunks' heads and ends. */
    public void cutAfterBytes(long count) {
        try {
            answer.cutAfter(count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        locked(() -> closed = true);
        answer.close();
    }

    /** Begins to read. */
    final void start() {
        if (!answer.isOpened()) {
            finish(End.COMPLETE);
            return;
        }
        var thread = new Thread(null, this::read, "live-reader", STACK);
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        var parser = parser();
        var buffer = new byte[4096];
        try {
            for (int length = answer.read(buffer); length >= 0; length = answer.read(buffer)) {
                if (!accept(parser, buffer, length)) {
                    break;
                }
            }
            finish(how(End.COMPLETE));
        } catch (EOFException e) {
            finish(how(End.TRUNCATED));
        } catch (IOException e) {
            finish(how(End.BROKEN));
        } finally {
            answer.close();
        }
    }

    private End how(End connection) {
        return answer.isCut() ? End.CUT : ended(connection);
    }

    /** Holds the bytes back while reading is stopped: nothing may seem to arrive then. */
    private boolean accept(Parser parser, byte[] bytes, int length) {
        lock.lock();
        try {
            while (stopped && !closed) {
                changed.awaitUninterruptibly();
            }
            if (!closed) {
                parser.accept(bytes, 0, length);
                changed.signalAll();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    final void add(Frame frame) {
        frames.add(frame);
        if (frame.is("audit")) {
            events.add(frame);
        }
        if (frame.id() != null) {
            lastEventId = frame.id();
        }
    }

    private void finish(End how) {
        locked(() -> end = closed ? End.CUT : how);
    }

    private void awaitLocked(String what, Duration deadline, BooleanSupplier condition, boolean needsStream) {
        long left = deadline.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (needsStream && end != null) {
                    throw new AssertionError("no " + what + " before the end (" + end + "); " + summary());
                }
                if (left <= 0) {
                    throw new AssertionError("no " + what + " within " + deadline + "; " + summary());
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        } finally {
            lock.unlock();
        }
    }

    private String summary() {
        var last = frames.subList(Math.max(0, frames.size() - 3), frames.size());
        return "status " + answer.status() + ", " + events.size() + " events, last frames " + last + answer.text();
    }

    private <T> T locked(Supplier<T> value) {
        lock.lock();
        try {
            var result = value.get();
            changed.signalAll();
            return result;
        } finally {
            lock.unlock();
        }
    }
}
