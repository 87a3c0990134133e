package io.tidemark.stream;

import io.tidemark.event.Filter;
import io.tidemark.event.LogTooSlow;
import io.tidemark.store.LogEntry;
import io.tidemark.store.Reach;
import java.util.List;

/** What a subscription is sent next: out of the ring, or by pages out of the log if it has fallen behind. Not thread-safe. */
final class Supply {
    private static final int EVENTS = 16;
    private static final int SIZE = 8 * 1_024;
    private static final int PAGE = 200;

    private static final Text NOTHING = new Text("");

    private final Filter filter;
    private final Format format;
    private final Broadcaster broadcaster;
    private final Reach reach;
    /** Not kept once it is sent: nearly all readers keep up, and need none. */
    private List<Frame> page = List.of();

    private int sent;
    private long pageEnd;

    Supply(Filter filter, Format format, Broadcaster broadcaster) {
        this.filter = filter;
        this.format = format;
        this.broadcaster = broadcaster;
        this.reach = new Reach(filter);
    }

    /** From above the position, which is below the head; never beyond the head: what guard has not seen is not read. */
    Batch next(long position, long head) {
        if (sent == page.size()) {
            Batches batches = broadcaster.batches();
            Frame frame = broadcaster.frame(position + 1);
            if (frame != null && !isInDoubt(frame)) return fromRing(frame, position, head, batches);
            if (!turnPage(position, head)) return new Batch(NOTHING, 0, position, false);
        }
        return fromPage();
    }

    /** Whether there is one: if not, the next try looks less far. The statement holds one of few permits. */
    private boolean turnPage(long position, long head) {
        try {
            readPage(position, head);
            return true;
        } catch (LogTooSlow e) {
            reach.shorten(e);
            return false;
        }
    }

    /** Without a filter pages begin and end at the same positions for all readers, so that they can share them. */
    private void readPage(long position, long head) {
        long end = (position / PAGE + 1) * PAGE;
        if (filter.isAll() && end <= head) {
            turnTo(broadcaster.wholePage(position, end), end);
            return;
        }
        long last = reach.last(position, head);
        List<LogEntry> entries = broadcaster.page(position, last, filter, PAGE);
        turnTo(
                entries.stream().map(Frame::of).toList(),
                entries.size() < PAGE ? last : entries.get(PAGE - 1).seq());
    }

    private void turnTo(List<Frame> frames, long end) {
        page = frames;
        sent = 0;
        pageEnd = end;
    }

    /** Made by the first reader that comes here, for all that come to the same place. */
    private Batch fromRing(Frame first, long position, long head, Batches batches) {
        Batch made = batches.find(position, head, format, filter);
        if (made != null) return made;
        Batch batch = fromRing(first, head);
        batches.add(position, format, filter, batch);
        return batch;
    }

    private Batch fromRing(Frame first, long head) {
        StringBuilder batch = new StringBuilder();
        long reached = first.seq();
        int events = 0;
        Frame next = first;
        while (next != null && next.seq() <= head && !isFull(events, batch) && !isInDoubt(next)) {
            if (matches(next)) {
                format.append(batch, next);
                events++;
            }
            reached = next.seq();
            next = broadcaster.frame(reached + 1);
        }
        return batch(batch, events, reached);
    }

    private static boolean isFull(int events, StringBuilder batch) {
        return events == EVENTS || batch.length() >= SIZE;
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
        while (sent < page.size() && !isFull(events, batch)) {
            Frame next = page.get(sent++);
            format.append(batch, next);
            events++;
            reached = next.seq();
        }
        if (sent < page.size()) return batch(batch, events, reached);
        turnTo(List.of(), pageEnd);
        return batch(batch, events, pageEnd);
    }

    private Batch batch(StringBuilder batch, int events, long reached) {
        boolean full = isFull(events, batch);
        return new Batch(events == 0 ? NOTHING : new Text(format.events(batch, reached)), events, reached, full);
    }
}
