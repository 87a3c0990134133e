package io.tidemark.emit;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;
import io.tidemark.event.InvalidEvent;
import io.tidemark.event.Payload;
import java.util.UUID;

/**
 * Records what happened.
 *
 * <pre>{@code
 * @Inject AuditEmitter audit;
 * …
 * audit.emit(AuditEvent.of("role_grant_revoke").account(admin).target(account).metadata("role", "admin"));
 * }</pre>
 *
 * <p>An event of unknown type, or whose metadata does not fit its type's schema, is counted, logged and stored all the
 * same. Thread-safe.
 */
public interface AuditEmitter {
    /**
     * Stores the event in the caller's transaction (Jakarta Transactions, REQUIRED), or in one of its own if there is
     * none: it is in the log exactly when that transaction commits. If it cannot be stored, the transaction rolls back,
     * here or when it commits; then an {@link AuditException} is among the causes of what the commit throws.
     *
     * @return the event's id
     * @throws InvalidEvent if a member breaks its rule; the caller's transaction goes on
     * @throws AuditException if the event could not be stored; the caller's transaction rolls back
     */
    UUID emit(AuditEvent event);

    /** As {@link #emit(AuditEvent)}, of what was built. */
    default UUID emit(AuditEventBuilder event) {
        return emit(event.build());
    }

    /**
     * As {@link #emit(AuditEvent)}, with what was captured, in the same transaction: both or neither. An event whose id is
     * known is not stored again, nor is its payload.
     */
    UUID emit(AuditEvent event, Payload payload);

    /**
     * Stores the event in a transaction of its own (REQUIRES_NEW), so that it survives the caller's rollback: failed
     * logins, denials, attempts. Takes a second connection while the caller holds one. Never throws: a failure is logged,
     * counted, and after {@code tidemark.emit.failures} in a row turns readiness to DOWN.
     *
     * @return the event's id, whether it was stored or not
     */
    UUID emitAlways(AuditEvent event);

    /** As {@link #emitAlways(AuditEvent)}, of what is built. */
    UUID emitAlways(AuditEventBuilder event);

    /** As {@link #emitAlways(AuditEvent)}, with what was captured: both or neither. */
    UUID emitAlways(AuditEvent event, Payload payload);
}
