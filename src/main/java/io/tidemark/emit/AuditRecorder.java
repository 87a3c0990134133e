package io.tidemark.emit;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuthnResult;
import io.tidemark.event.AuthzDecision;
import io.tidemark.event.InvalidEvent;
import io.tidemark.event.ResourceMutation;
import io.tidemark.event.TupleChange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Records the four things that every application has to tell: who logged in, who was let, what was changed. Who acted, in
 * which request, is filled in.
 *
 * <pre>{@code
 * recorder.resourceMutation(new ResourceMutation(Mutation.UPDATE, "invoice", "4711"));
 * }</pre>
 *
 * <p>Never throws: what cannot be recorded is logged and counted. Thread-safe.
 */
@ApplicationScoped
public class AuditRecorder {
    private static final Logger LOGGER = Logger.getLogger(AuditRecorder.class.getName());

    @Inject
    private AuditEmitter audit;

    @Inject
    private EmitStatistics statistics;

    /** In a transaction of its own, as {@link AuditEmitter#emitAlways(AuditEvent)}: it was tried, whatever comes of it. */
    public void authnResult(AuthnResult result) {
        record(result::event, audit::emitAlways);
    }

    /** In a transaction of its own, as {@link AuditEmitter#emitAlways(AuditEvent)}. */
    public void authzDecision(AuthzDecision decision) {
        record(decision::event, audit::emitAlways);
    }

    /** In the caller's transaction, as {@link AuditEmitter#emit(AuditEvent)}: if it cannot be stored, that rolls back. */
    public void resourceMutation(ResourceMutation mutation) {
        record(mutation::event, audit::emit);
    }

    /** In the caller's transaction, as {@link AuditEmitter#emit(AuditEvent)}: if it cannot be stored, that rolls back. */
    public void tupleChange(TupleChange change) {
        record(change::event, audit::emit);
    }

    private void record(Supplier<AuditEvent> event, Consumer<AuditEvent> way) {
        AuditEvent built;
        try {
            built = event.get();
        } catch (InvalidEvent e) {
            statistics.failed(1);
            LOGGER.log(Level.SEVERE, e, () -> "Lost what was to be recorded: it makes no valid event");
            return;
        }
        try {
            way.accept(built);
        } catch (AuditException | InvalidEvent e) {
            LOGGER.log(Level.SEVERE, e, () -> "Lost the event " + built.eventType());
        }
    }
}
