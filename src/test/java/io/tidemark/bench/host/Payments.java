package io.tidemark.bench.host;

import io.tidemark.emit.AuditEmitter;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;

/** The business method, as applications have it: container-managed transaction, entity, and the record of it, or none. */
@Stateless
public class Payments {
    @PersistenceContext(unitName = "bench")
    private EntityManager entities;

    @Inject
    private AuditEmitter audit;

    @Inject
    private ByHand byHand;

    public void unaudited(Fact fact) {
        entities.persist(new Payment(fact));
    }

    public void audited(Fact fact) {
        entities.persist(new Payment(fact));
        audit.emit(Recorded.event(fact));
    }

    public void byHand(Fact fact) {
        entities.persist(new Payment(fact));
        byHand.insert(fact);
    }

    public void auditedBatch(List<Fact> facts) {
        for (Fact fact : facts) audit.emit(Recorded.event(fact));
    }

    public void byHandBatch(List<Fact> facts) {
        byHand.insert(facts);
    }
}
