package io.tidemark.store;

import io.tidemark.event.Filter;
import io.tidemark.event.LogTooSlow;

/** How far a page looks, so that a filter that finds little is many short statements. Not thread-safe. */
public final class Reach {
    private static final long SCANNED = 100_000;

    /** Of a filter for which each payload is read, which may be 1 MiB. */
    private static final long READ = 1_000;

    private static final int SHORTER = 4;

    private long positions;

    public Reach(Filter filter) {
        positions = filter.readsPayload() ? READ : SCANNED;
    }

    /** The last position that the next page looks at. */
    public long last(long cursor, long head) {
        return Math.min(head, cursor + positions);
    }

    /** What the newest page looks above, up to the head. */
    public long above(long head) {
        return Math.max(0, head - positions);
    }

    /**
     * Looks less far from now on.
     *
     * @throws LogTooSlow that one, if it cannot
     */
    public void shorten(LogTooSlow slow) {
        if (positions == 1) throw slow;
        positions = Math.max(1, positions / SHORTER);
    }
}
