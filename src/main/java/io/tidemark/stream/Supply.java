package io.tidemark.stream;

import io.tidemark.event.Filter;
import io.tidemark.store.LogEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a subscription is sent next: out of the ring, or by pages out of the log if it has fallen behind. Not thread-safe. */
final class Supply {
    private static final int EVENTS = 16;
    private static final int SIZE = 8 * 1_024;
    private static final int PAGE = 200;

    /** So that a filter that finds little is many short statements. */
    private static final long SCANNED = 100_000;

    /** Of a filter for which each payload is read, which may be 1 MiB: the statement holds one of few permits. */
    private static final long READ = 1_000;

    private final Filter filter;
    private final Format format;
    private final Broadcaster broadcaster;
    private final Deque<LogEntry> page = new ArrayDeque<>();
    private long pageEnd;

    Supply(Filter filter, Format format, Broadcaster broadcaster) {
        this.filter = filter;
        this.format = format;
        this.broadcaster = broadcaster;
    }

    /**
     * What goes out in one write.
     *
     * @param text empty if there is nothing to send but the position to move
     * @param reached the position after it
     */
    record Batch(String text, int events, long reached) {}

    /** From above the position, which is below the head; never beyond the head: what guard has not seen is not read. */
    Batch next(long position, long head) {
        if (page.isEmpty()) {
            Frame frame = broadcaster.frame(position + 1);
            if (frame != null && !isInDoubt(frame)) return fromRing(frame, head);
            long last = Math.min(head, position + (filter.readsPayload() ? READ : SCANNED));
            List<LogEntry> entries = broadcaster.page(position, last, filter, PAGE);
            pageEnd = entries.size() < PAGE ? last : entries.get(PAGE - 1).seq();
            page.addAll(entries);
        }
        return fromPage();
    }

    private Batch fromRing(Frame first, long head) {
        StringBuilder batch = new StringBuilder();
        long reached = first.seq();
        int events = 0;
        Frame next = first;
        while (next != null && next.seq() <= head && events < EVENTS && batch.length() < SIZE && !isInDoubt(next)) {
            if (matches(next)) {
                format.append(batch, next);
                events++;
            }
            reached = next.seq();
            next = broadcaster.frame(reached + 1);
        }
        return batch(batch, events, reached);
    }

    private boolean matches(Frame frame) {
        return filter.matches(frame.entry().event(), frame.entry().hasPayload());
    }

    /** Whether only the database can tell if the reader wants it. */
    private boolean isInDoubt(Frame frame) {
        return filter.readsPayload() && matches(frame);
    }

    private Batch fromPage() {
        StringBuilder batch = new StringBuilder();
        long reached = pageEnd;
        int events = 0;
        while (!page.isEmpty() && events < EVENTS && batch.length() < SIZE) {
            Frame next = Frame.of(page.remove());
            format.append(batch, next);
            events++;
            reached = next.seq();
        }
        return batch(batch, events, page.isEmpty() ? pageEnd : reached);
    }

    private Batch batch(StringBuilder batch, int events, long reached) {
        return new Batch(events == 0 ? "" : format.events(batch, reached), events, reached);
    }
}
