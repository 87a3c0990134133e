package io.tidemark.emit;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nowhere. */
final class NoBackend implements Backend {
    @Override
    public void store(AuditEvent event, @Nullable Payload payload, boolean repeatable) {}

    @Override
    public void storeAlone(AuditEvent event, @Nullable Payload payload, boolean repeatable) {}

    @Override
    public int storeBlock(List<AuditEvent> events) {
        return events.size();
    }
}
