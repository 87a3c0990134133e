package io.tidemark.query;

import io.tidemark.event.Filter;
import io.tidemark.event.LogUnavailable;
import io.tidemark.store.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Takes the log away as a file. Thread-safe. */
@ApplicationScoped
public class Exports {
    @Inject
    private Log log;

    /**
     * The entries above that position that there are now: what arrives later is for the next export.
     *
     * @throws LogUnavailable if the database does not answer
     */
    public Export after(long seq, Filter filter) {
        return new Export(log, seq, log.bounds().head(), filter);
    }
}
