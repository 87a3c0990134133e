package io.tidemark.replay;

import io.tidemark.event.LogUnavailable;
import io.tidemark.store.Buckets;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Forgets the limits of those who have not replayed anything for a while. */
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class BucketCleaner {
    private static final Logger LOGGER = Logger.getLogger(BucketCleaner.class.getName());

    @Inject
    private Buckets buckets;

    @Schedule(hour = "*", minute = "37", persistent = false)
    void clean() {
        try {
            buckets.forget();
        } catch (LogUnavailable e) {
            LOGGER.log(Level.WARNING, "Forgetting full buckets failed. Will retry in an hour", e);
        }
    }
}
