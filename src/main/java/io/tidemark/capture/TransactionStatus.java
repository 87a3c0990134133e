package io.tidemark.capture;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** What will become of this thread's transaction. */
@ApplicationScoped
class TransactionStatus {
    @Resource
    private TransactionSynchronizationRegistry transaction;

    /** There is one, and it will not commit. */
    boolean isDoomed() {
        int status = transaction.getTransactionStatus();
        return status == Status.STATUS_MARKED_ROLLBACK
                || status == Status.STATUS_ROLLING_BACK
                || status == Status.STATUS_ROLLEDBACK;
    }
}
