package io.tidemark.host;

import io.tidemark.emit.AuditEmitter;
import io.tidemark.event.AccessRevoked;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Business methods in container-managed transactions. */
@Stateless
public class Transfers {
    @Inject
    private AuditEmitter audit;

    @Inject
    private Event<AccessRevoked> revoked;

    @PersistenceContext(unitName = "host")
    private EntityManager entities;

    @Resource
    private SessionContext context;

    @EJB
    private Approvals approvals;

    @Inject
    private Turnstile turnstile;

    public void make(String account) {
        entities.persist(new Transfer(account));
        audit.emit(Step.of(account, 1));
    }

    public void makeAndRollBack(String account) {
        make(account);
        context.setRollbackOnly();
    }

    public void makeAndThrow(String account) {
        make(account);
        throw new IllegalStateException("no money");
    }

    /** Whatever becomes of the transfer, the attempt is recorded. */
    public void attempt(String account) {
        make(account);
        audit.emitAlways(Step.of(account, 2));
        context.setRollbackOnly();
    }

    /** Sends its own row and the first step, and lets the test do something before the others, and the commit. */
    public void makeInTwoGoes(String account, int steps) {
        entities.persist(new Transfer(account));
        entities.flush();
        audit.emit(Step.of(account, 1));
        turnstile.pass();
        turnstile.pass();
        for (int step = 2; step <= steps; step++) audit.emit(Step.of(account, step));
    }

    public void makeInSteps(String account, int steps) {
        for (int step = 1; step <= steps; step++) audit.emit(Step.of(account, step));
    }

    /** Steps 1 and 4; the approval records 2 and 3 in between. */
    public void makeWithApproval(String account) {
        audit.emit(Step.of(account, 1));
        approvals.approve(account);
        audit.emit(Step.of(account, 4));
    }

    public void revoke(String session) {
        revoked.fire(AccessRevoked.session(session));
    }

    public void revokeAndRollBack(String session) {
        revoke(session);
        context.setRollbackOnly();
    }
}
