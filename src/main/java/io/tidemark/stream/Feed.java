package io.tidemark.stream;

import io.tidemark.store.LogEntry;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest frames of this node, in a ring bounded in number and bytes. One thread appends, any number read without a
 * lock; a reader that has fallen behind the ring reads the log instead.
 */
final class Feed {
    private final AtomicReferenceArray<@Nullable Frame> ring;
    private final long maxBytes;
    private volatile long head;
    private long oldest;
    private long bytes;

    Feed(int capacity, long maxBytes, long head) {
        this.ring = new AtomicReferenceArray<>(capacity);
        this.maxBytes = maxBytes;
        this.head = head;
        this.oldest = head + 1;
    }

    /** The newest position that readers may be given: guard has seen all up to it. */
    long head() {
        return head;
    }

    /** Entries at or below the head are already there: a batch may come twice. */
    void append(List<LogEntry> entries) {
        for (LogEntry entry : entries) {
            if (entry.seq() <= head) continue;
            Frame frame = Frame.of(entry);
            bytes += frame.weight();
            while (oldest < entry.seq() && (bytes > maxBytes || entry.seq() - oldest >= ring.length())) drop();
            ring.set(slot(entry.seq()), frame);
            head = entry.seq();
        }
    }

    /** The frame of that position; absent if it is no longer, or not yet, in the ring. */
    @Nullable Frame get(long seq) {
        Frame frame = ring.get(slot(seq));
        return frame != null && frame.seq() == seq ? frame : null;
    }

    private void drop() {
        Frame frame = ring.getAndSet(slot(oldest), null);
        if (frame != null) bytes -= frame.weight();
        oldest++;
    }

    private int slot(long seq) {
        return (int) (seq % ring.length());
    }
}
