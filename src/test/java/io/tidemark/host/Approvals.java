package io.tidemark.host;

import io.tidemark.emit.AuditEmitter;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** Another EJB, called in the transaction of the first. */
@Stateless
public class Approvals {
    @Inject
    private AuditEmitter audit;

    public void approve(String account) {
        audit.emit(Step.of(account, 2));
        audit.emit(Step.of(account, 3));
    }
}
