package io.tidemark.emit;

import io.tidemark.store.Inbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.logging.Logger;

/** Gives a transaction that fails in its commit the name of its events. */
@ApplicationScoped
class Completion {

    private static final Logger LOGGER = Logger.getLogger(Completion.class.getName());

    @Inject
    private Inbox inbox;

    @Inject
    private EmitStatistics statistics;

    /**
     * Sends what waited for the commit, in batches, just before JPA would: its exception would say nothing of the event.
     *
     * <p>Why not throw here? What an observer throws is only logged. The failed flush has marked the transaction for
     * rollback, and {@link Emitted} throws.
     */
    void send(@Observes(during = TransactionPhase.BEFORE_COMPLETION) Emitted events) {
        if (!events.isUnsent()) return;
        try {
            inbox.flush();
            events.sent();
        } catch (RuntimeException e) {
            events.fail(e);
        }
    }

    void lost(Emitted events) {
        statistics.failed(events.count());
        LOGGER.severe(() -> "Lost the event " + events + ": its transaction could not commit");
    }
}
