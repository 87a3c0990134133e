package io.tidemark.emit;

import io.tidemark.event.AuditEvent;
import java.util.List;

/** Into the inbox. */
final class DatabaseBackend implements Backend {
    private final InboxWriter writer;

    DatabaseBackend(InboxWriter writer) {
        this.writer = writer;
    }

    @Override
    public void store(AuditEvent event, boolean repeatable) {
        writer.append(event, repeatable);
    }

    @Override
    public void storeAlone(AuditEvent event, boolean repeatable) {
        writer.appendAlone(event, repeatable);
    }

    @Override
    public int storeBlock(List<AuditEvent> events) {
        return writer.appendBlock(events);
    }
}
