package io.tidemark.host;

import io.tidemark.emit.AuditEmitter;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;
import io.tidemark.event.InvalidEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A CDI bean with declared transactions. */
@ApplicationScoped
public class Desk {
    @Inject
    private AuditEmitter audit;

    @PersistenceContext(unitName = "host")
    private EntityManager entities;

    @Transactional
    public void make(String account) {
        entities.persist(new Transfer(account));
        audit.emit(Step.of(account, 1));
    }

    /** Emits what cannot be stored, takes the refusals, and goes on; returns field and rule of each. */
    @Transactional
    public List<String> makeAfterRefusals(String account) {
        entities.persist(new Transfer(account));
        var refusals = List.of(
                refusal(AuditEvent.of("no such name").account(account)),
                refusal(Step.of(account, 1).operation("a\0b")),
                refusal(Step.of(account, 1).operation("o".repeat(256))),
                refusal(Step.of(account, 1).occurredAt(Instant.now().plus(Duration.ofHours(1)))));
        audit.emit(Step.of(account, 2));
        return refusals;
    }

    @Transactional
    public void makeOnce(String account, UUID id, int step) {
        audit.emit(Step.of(account, step).id(id));
    }

    private String refusal(AuditEventBuilder event) {
        try {
            audit.emit(event);
            return "none";
        } catch (InvalidEvent e) {
            return e.field() + " " + e.rule();
        }
    }
}
