package io.tidemark.tail;

import io.tidemark.store.LogEntry;
import java.util.List;

/**
 * Entries that got their positions: a CDI event, fired on this node's tail thread for every entry of the log, in order,
 * without gap. Observers run in priority order: {@value #GUARD} before {@value #STREAM}. If one throws, the same entries
 * are fired again.
 *
 * @param entries not empty, in order
 */
public record Committed(List<LogEntry> entries) {
    /** Who may still read is decided first. */
    public static final int GUARD = 1_000;

    /** Then the entries go out. */
    public static final int STREAM = 2_000;

    /** The position of the last entry. */
    public long head() {
        return entries.get(entries.size() - 1).seq();
    }
}
