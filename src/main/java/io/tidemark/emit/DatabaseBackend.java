package io.tidemark.emit;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Into the inbox. */
final class DatabaseBackend implements Backend {
    private final InboxWriter writer;

    DatabaseBackend(InboxWriter writer) {
        this.writer = writer;
    }

    @Override
    public void store(AuditEvent event, @Nullable Payload payload, boolean repeatable) {
        writer.append(event, payload, repeatable);
    }

    @Override
    public void storeAlone(AuditEvent event, @Nullable Payload payload, boolean repeatable) {
        writer.appendAlone(event, payload, repeatable);
    }

    @Override
    public int storeBlock(List<AuditEvent> events) {
        return writer.appendBlock(events);
    }
}
