package io.tidemark.emit;

import io.tidemark.event.AccessRevoked;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Makes a revocation that the application fires an event of the log, so that every node obeys it. */
@ApplicationScoped
class RevocationRecord {
    @Inject
    private AuditEmitter audit;

    /** In the transaction of whoever fires it. One that has a position comes from the log. */
    void record(@Observes AccessRevoked revoked) {
        if (revoked.seq() == null) audit.emit(revoked.event());
    }
}
