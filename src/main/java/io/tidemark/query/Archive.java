package io.tidemark.query;

import io.tidemark.event.Filter;
import io.tidemark.event.LogUnavailable;
import io.tidemark.store.Log;
import io.tidemark.store.LogEntry;
import io.tidemark.store.Payloads;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The entries from one position to another as NDJSON, each with what was captured with it; the last line is that of an export. */
public final class Archive {
    private static final int PAGE = 250;

    private final Log log;
    private final Payloads payloads;
    private final long first;
    private final long last;

    Archive(Log log, Payloads payloads, long first, long last) {
        this.log = log;
        this.payloads = payloads;
        this.first = first;
        this.last = last;
    }

    /**
     * Writes all of it; flushes and closes nothing.
     *
     * @param stopped is asked before each page
     * @throws LogUnavailable if the database does not answer
     * @throws IOException if it cannot be written, was stopped, or is not all there
     */
    public void write(OutputStream out, BooleanSupplier stopped) throws IOException {
        long cursor = first - 1;
        while (cursor < last) {
            if (stopped.getAsBoolean()) throw new IOException("Stopped at seq " + cursor);
            List<LogEntry> page = log.after(cursor, last, Filter.ALL, PAGE);
            for (LogEntry entry : page) {
                if (entry.seq() != ++cursor) throw new IOException("The log lacks seq " + cursor);
                write(out, entry.hasPayload() ? entry.json(payloads.find(entry.id())) : entry.json());
                write(out, "\n");
            }
            if (page.isEmpty()) throw new IOException("The log lacks seq " + (cursor + 1));
        }
        write(out, ExportFormat.NDJSON.end(first - 1, last, last - first + 1));
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
