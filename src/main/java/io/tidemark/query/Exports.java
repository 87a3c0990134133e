package io.tidemark.query;

import io.tidemark.event.Filter;
import io.tidemark.event.LogUnavailable;
import io.tidemark.store.Log;
import io.tidemark.store.Payloads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Takes the log away as a file. Thread-safe. */
@ApplicationScoped
public class Exports {
    @Inject
    private Log log;

    @Inject
    private Payloads payloads;

    /**
     * The entries above that position that there are now: what arrives later is for the next export. Zero is the beginning, wherever
     * that is by now.
     *
     * @throws LogUnavailable if the database does not answer
     */
    public Export after(long seq, Filter filter) {
        Log.Bounds bounds = log.bounds();
        return new Export(log, seq == 0 ? bounds.oldest() - 1 : seq, bounds.head(), filter);
    }

    /** The entries from one position to another, with what was captured with them: what is kept of them when they leave the log. */
    public Archive archive(long first, long last) {
        return new Archive(log, payloads, first, last);
    }
}
