package io.tidemark.emit;

import io.tidemark.event.AuditEvent;
import java.util.List;

/** Nowhere. */
final class NoBackend implements Backend {
    @Override
    public void store(AuditEvent event, boolean repeatable) {}

    @Override
    public void storeAlone(AuditEvent event, boolean repeatable) {}

    @Override
    public int storeBlock(List<AuditEvent> events) {
        return events.size();
    }
}
