package io.tidemark.emit;

import io.tidemark.event.AuditEvent;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;

/** Into the inbox. */
final class DatabaseBackend implements Backend {
    private final InboxWriter writer;
    private final TransactionSynchronizationRegistry transaction;

    DatabaseBackend(InboxWriter writer, TransactionSynchronizationRegistry transaction) {
        this.writer = writer;
        this.transaction = transaction;
    }

    @Override
    public void store(AuditEvent event, boolean repeatable) {
        if (transaction.getTransactionStatus() == Status.STATUS_NO_TRANSACTION) writer.appendAlone(event, repeatable);
        else writer.append(event, repeatable);
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
