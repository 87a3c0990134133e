package io.tidemark.stream;

import io.tidemark.event.Filter;
import io.tidemark.event.LogTooSlow;
import io.tidemark.store.Log;
import io.tidemark.store.Reach;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Where a new subscription begins. Thread-safe. */
@ApplicationScoped
public class Cursors {
    @Inject
    private Log log;

    /** At the head of the log, which this node's feed may not have reached: what can be read already is not new. */
    public long head() {
        return log.bounds().head();
    }

    /**
     * After that position. This node's feed may be behind the node that the reader comes from, so the log decides what is
     * ahead.
     *
     * @throws CursorRefused if it is above the head, or entries above it are no longer kept
     */
    public long after(long seq) {
        Log.Bounds bounds = log.bounds();
        if (seq > bounds.head()) throw new CursorRefused(true, bounds.head());
        if (seq < bounds.oldest() - 1) throw new CursorRefused(false, bounds.oldest());
        return seq;
    }

    /**
     * Before the newest entries that pass the filter, so many of them.
     *
     * @throws LogTooSlow if finding them takes longer than {@code tidemark.query.timeout}
     */
    public long newest(int count, Filter filter) {
        return log.cursorOfNewest(count, 0, head(), filter);
    }

    /** The same, or those that are found among the newest positions if it would take longer to look at all. */
    public long newestFound(int count, Filter filter) {
        long head = head();
        try {
            return log.cursorOfNewest(count, 0, head, filter);
        } catch (LogTooSlow e) {
            return newestWithin(count, head, filter);
        }
    }

    private long newestWithin(int count, long head, Filter filter) {
        Reach reach = new Reach(filter);
        while (true) {
            try {
                return log.cursorOfNewest(count, reach.above(head), head, filter);
            } catch (LogTooSlow e) {
                reach.shorten(e);
            }
        }
    }
}
