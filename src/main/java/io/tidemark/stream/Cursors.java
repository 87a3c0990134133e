package io.tidemark.stream;

import io.tidemark.event.Filter;
import io.tidemark.store.Log;
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

    /** Before the newest entries that pass the filter, so many of them. */
    public long newest(int count, Filter filter) {
        return log.cursorOfNewest(count, head(), filter);
    }
}
