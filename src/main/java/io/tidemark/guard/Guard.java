package io.tidemark.guard;

import io.tidemark.event.Access;
import io.tidemark.event.AccessRevoked;
import io.tidemark.store.LogEntry;
import io.tidemark.stream.Broadcaster;
import io.tidemark.stream.End;
import io.tidemark.tail.Committed;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Logger;

/** Ends the streams of those who lost access, before the entries that took it away go out. */
@ApplicationScoped
public class Guard {
    private static final Logger LOGGER = Logger.getLogger(Guard.class.getName());

    @Inject
    private Event<AccessRevoked> revoked;

    @Inject
    private Broadcaster broadcaster;

    private final LongAdder incomplete = new LongAdder();

    /** Revoking events that do not say whose access they revoke: nothing was closed. */
    public long incomplete() {
        return incomplete.sum();
    }

    void committed(@Observes @Priority(Committed.GUARD) Committed news) {
        for (LogEntry entry : news.entries()) {
            if (entry.revokedScope() != null) revoke(entry, entry.revokedScope());
        }
    }

    void close(@Observes AccessRevoked revocation) {
        if (revocation.seq() == null || revocation.recordedAt() == null) return;
        String type = revocation.event().eventType();
        Access access = revocation.access();
        int closed = broadcaster.revoke(
                access, revocation.recordedAt(), new End.Revoked(revocation.seq(), type, access.kind()));
        if (closed > 0) {
            LOGGER.info(() -> "Ended " + closed + " streams of " + access.kind() + " '" + access.id() + "' (" + type
                    + ", seq " + revocation.seq() + ")");
        }
    }

    private void revoke(LogEntry entry, String scope) {
        String id = entry.revokedId();
        if (id == null) {
            incomplete.increment();
            LOGGER.warning(() -> "Closed nothing for " + entry.event() + " at seq " + entry.seq()
                    + ": it does not say whose access it revokes");
        } else {
            revoked.fire(new AccessRevoked(new Access(scope, id), entry.event(), entry.seq(), entry.recordedAt()));
        }
    }
}
