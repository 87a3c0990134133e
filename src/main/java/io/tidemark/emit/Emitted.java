package io.tidemark.emit;

import io.tidemark.event.AuditEvent;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The events of one transaction: a CDI event, fired with the first of them, observed when the transaction completes. Used
 * by the transaction's thread.
 */
final class Emitted implements Synchronization {

    private final AuditEvent first;
    private final boolean joined;
    private final Consumer<Emitted> lost;
    private int count;
    private boolean unsent;
    private boolean committing;
    private @Nullable AuditException failure;

    /**
     * @param joined whether the transaction is the caller's, who hears of its failure from others
     * @param lost told if the transaction fails though nobody rolled it back: for these events, or in the commit
     */
    Emitted(AuditEvent first, boolean joined, Consumer<Emitted> lost) {
        this.first = first;
        this.joined = joined;
        this.lost = lost;
    }

    void add(int events) {
        count += events;
        unsent = true;
    }

    int count() {
        return count;
    }

    /** Whether there are some that the database has not been sent. */
    boolean isUnsent() {
        return unsent;
    }

    void sent() {
        unsent = false;
    }

    void fail(RuntimeException e) {
        failure = new AuditException("Could not store the event " + this + "; the transaction rolls back", e);
    }

    /** An interposed synchronization may throw; what it throws is the cause of the caller's RollbackException. */
    @Override
    public void beforeCompletion() {
        if (failure != null) throw failure;
        committing = true;
    }

    /**
     * What the application rolls back, or its own rows, is no failure of the log.
     *
     * <p>Why no observer of AFTER_FAILURE? CDI would look for it in each transaction that succeeds.
     */
    @Override
    public void afterCompletion(int status) {
        boolean failed = status != Status.STATUS_COMMITTED;
        if (failed && joined && (failure != null || committing)) lost.accept(this);
    }

    @Override
    public String toString() {
        return count == 1 ? first.toString() : first + " and " + (count - 1) + " more";
    }
}
