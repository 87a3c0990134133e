package io.tidemark.emit;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where events go: {@code tidemark.emitter} chooses. Events are complete: id, time, source. */
interface Backend {
    /** With the caller's transaction. A repeatable event is not stored again if its id is known. */
    void store(AuditEvent event, @Nullable Payload payload, boolean repeatable);

    /** In a transaction of its own. */
    void storeAlone(AuditEvent event, @Nullable Payload payload, boolean repeatable);

    /** All or none, in a transaction of their own; how many were not known. */
    int storeBlock(List<AuditEvent> events);
}
