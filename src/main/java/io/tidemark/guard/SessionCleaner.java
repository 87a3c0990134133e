package io.tidemark.guard;

import io.tidemark.event.LogUnavailable;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Forgets sessions that are long over. */
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SessionCleaner {
    private static final Logger LOGGER = Logger.getLogger(SessionCleaner.class.getName());

    @Inject
    private Sessions sessions;

    @Schedule(hour = "*", minute = "17", persistent = false)
    void clean() {
        try {
            sessions.forget();
        } catch (LogUnavailable e) {
            LOGGER.log(Level.WARNING, "Forgetting old sessions failed. Will retry in an hour", e);
        }
    }
}
