package io.tidemark.health;

import io.tidemark.event.LogUnavailable;
import io.tidemark.retention.Retention;
import io.tidemark.store.Migration;
import io.tidemark.stream.Broadcaster;
import io.tidemark.tail.Tail;
import io.tidemark.trace.Behind;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Opens the server: migrates the schema, then follows the log. A database that is not there yet is waited for. Closes it in
 * the other order.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Opening {
    private static final Logger LOGGER = Logger.getLogger(Opening.class.getName());
    private static final Duration RETRY = Duration.ofSeconds(1);

    @Inject
    private Migration migration;

    @Inject
    private Tail tail;

    @Inject
    private Broadcaster broadcaster;

    @Inject
    private Behind traces;

    @Inject
    private Retention retention;

    @Inject
    @ConfigProperty(name = "tidemark.store.migrate", defaultValue = "true")
    private boolean migrate;

    @Resource
    private ManagedThreadFactory threads;

    private final CountDownLatch stopped = new CountDownLatch(1);

    @PostConstruct
    void start() {
        threads.newThread(this::open).start();
    }

    /** In this order: beans by themselves are destroyed in no certain one, and after the EJBs that store events. */
    @PreDestroy
    void stop() {
        stopped.countDown();
        retention.stop();
        broadcaster.stop();
        traces.stop();
    }

    private void open() {
        try {
            if (migrate) migrate();
            tail.start();
            broadcaster.start();
            retention.start();
        } catch (InterruptedException e) {
            LOGGER.fine("Stopped before the database was there");
        }
    }

    private void migrate() throws InterruptedException {
        boolean failing = false;
        do {
            try {
                int steps = migration.run();
                LOGGER.info(() -> "Migrated the schema 'tidemark' (" + steps + " steps)");
                return;
            } catch (LogUnavailable e) {
                LOGGER.log(failing ? Level.FINE : Level.WARNING, e, () -> "Migration failed. Will retry in " + RETRY);
                failing = true;
            }
        } while (!stopped.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
        throw new InterruptedException();
    }
}
