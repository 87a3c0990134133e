package io.tidemark.emit;

import io.tidemark.sequence.Bell;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;

/** Counts events that have committed and wakes this node's sequencer: on the caller's thread, so it does nothing else. */
@ApplicationScoped
class Wakeup {
    @Inject
    private EmitStatistics statistics;

    @Inject
    private Bell bell;

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Emitted events) {
        statistics.stored(events.count());
        bell.ring();
    }
}
