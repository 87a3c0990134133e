package io.tidemark.emit;

import io.tidemark.event.AuditEvent;
import io.tidemark.store.Inbox;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** The stateless EJB behind {@link AuditEmitter}: its transaction attributes are the emitter's promises. */
@Stateless
public class InboxWriter {
    @Inject
    private Inbox inbox;

    @Inject
    private Event<Emitted> emitted;

    @Resource
    private TransactionSynchronizationRegistry transaction;

    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public void append(AuditEvent event, boolean repeatable) {
        if (!repeatable || !inbox.accept(List.of(id(event))).isEmpty()) {
            inbox.append(event);
            tell(1);
        }
    }

    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void appendAlone(AuditEvent event, boolean repeatable) {
        append(event, repeatable);
    }

    /** Of several events with one id the first counts. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int appendBlock(List<AuditEvent> events) {
        Map<UUID, AuditEvent> byId = new LinkedHashMap<>();
        events.forEach(event -> byId.putIfAbsent(id(event), event));
        Set<UUID> fresh = inbox.accept(byId.keySet());
        byId.values().stream().filter(event -> fresh.contains(id(event))).forEach(inbox::append);
        tell(fresh.size());
        return fresh.size();
    }

    /** Once a transaction: an observer for each event of a large transaction would be a large list. */
    private void tell(int events) {
        Emitted told = (Emitted) transaction.getResource(Emitted.class);
        if (told == null) {
            told = new Emitted();
            transaction.putResource(Emitted.class, told);
            emitted.fire(told);
        }
        told.add(events);
    }

    private static UUID id(AuditEvent event) {
        return Objects.requireNonNull(event.id(), "id");
    }
}
