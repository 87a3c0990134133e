package io.tidemark.emit;

import io.tidemark.event.AuditEvent;

/** A CDI bean that knows where an event comes from: who acts, in which request. */
public interface EventContext {
    /** The event with the members that its caller left open; what the caller set stays. */
    AuditEvent fill(AuditEvent event);

    /** The event was stored, in a transaction of its own. */
    default void stored(AuditEvent event) {}
}
