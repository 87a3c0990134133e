package io.tidemark.query;

import io.tidemark.event.Filter;
import io.tidemark.event.LogTooSlow;
import io.tidemark.event.LogUnavailable;
import io.tidemark.store.Log;
import io.tidemark.store.LogEntry;
import io.tidemark.store.Reach;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The entries above {@code after}, up to {@code head}, that pass a filter; oldest first. The same range gives the same
 * bytes whenever it is written, so a cut export goes on after its last entry. Immutable.
 *
 * <p>Why pages and not a cursor of the database? A client that reads slowly would hold a connection, and a snapshot that
 * keeps the database from cleaning up, for as long as it likes.
 */
public final class Export {
    /** With the largest metadata 16 MiB. */
    private static final int PAGE = 250;

    private final Log log;
    private final long after;
    private final long head;
    private final Filter filter;

    Export(Log log, long after, long head, Filter filter) {
        this.log = log;
        this.after = after;
        this.head = head;
        this.filter = filter;
    }

    /** The position above which it begins. */
    public long after() {
        return after;
    }

    /** The highest position that is considered. */
    public long head() {
        return head;
    }

    /**
     * Writes all of it, flushes after each page and does not close; what is cut short has no marker at its end.
     *
     * @param allowed is asked before each page, and ends the export by throwing
     * @throws LogUnavailable if the database does not answer
     * @throws io.tidemark.event.LogGone if entries that are not written yet are no longer kept
     */
    public void write(ExportFormat format, OutputStream out, Runnable allowed) throws IOException {
        write(out, format.begin());
        long count = 0;
        long cursor = after;
        Reach reach = new Reach(filter);
        while (cursor < head) {
            allowed.run();
            long last = reach.last(cursor, head);
            List<LogEntry> page;
            try {
                page = log.after(cursor, last, filter, PAGE);
            } catch (LogTooSlow e) {
                reach.shorten(e);
                continue;
            }
            for (LogEntry entry : page) write(out, format.line(entry));
            if (!page.isEmpty()) out.flush();
            count += page.size();
            cursor = page.size() < PAGE ? last : page.get(PAGE - 1).seq();
        }
        write(out, format.end(after, head, count));
        out.flush();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
