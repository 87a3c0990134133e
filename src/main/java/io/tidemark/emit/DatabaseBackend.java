package io.tidemark.emit;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.Payload;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Into the inbox. */
final class DatabaseBackend implements Backend {
    private final InboxWriter writer;
    private final TransactionSynchronizationRegistry transaction;

    DatabaseBackend(InboxWriter writer, TransactionSynchronizationRegistry transaction) {
        this.writer = writer;
        this.transaction = transaction;
    }

    @Override
    public void store(AuditEvent event, @Nullable Payload payload, boolean repeatable) {
        boolean none = transaction.getTransactionStatus() == Status.STATUS_NO_TRANSACTION;
        if (none) writer.appendAlone(event, payload, repeatable);
        else writer.append(event, payload, repeatable);
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
