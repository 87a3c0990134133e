package io.tidemark.emit;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.Payload;
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
import org.jspecify.annotations.Nullable;

/** The stateless EJB behind {@link AuditEmitter}: its transaction attributes are the emitter's promises. */
@Stateless
public class InboxWriter {
    @Inject
    private Inbox inbox;

    @Inject
    private Event<Emitted> emitted;

    @Inject
    private Completion completion;

    @Resource
    private TransactionSynchronizationRegistry transaction;

    /**
     * In the caller's transaction.
     *
     * <p>Why flush the first event of a transaction? If the database is gone, the caller hears of it here, with the event's
     * name, and not from a commit that failed somewhere. The insert is the one that the commit would have made; the events
     * after it wait for the commit and go in batches.
     */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public void append(AuditEvent event, @Nullable Payload payload, boolean repeatable) {
        append(event, payload, repeatable, true);
    }

    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void appendAlone(AuditEvent event, @Nullable Payload payload, boolean repeatable) {
        append(event, payload, repeatable, false);
    }

    /** Of several events with one id the first counts. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int appendBlock(List<AuditEvent> events) {
        Map<UUID, AuditEvent> byId = new LinkedHashMap<>();
        events.forEach(event -> byId.putIfAbsent(id(event), event));
        Set<UUID> fresh = inbox.accept(byId.keySet());
        List<AuditEvent> unknown = byId.values().stream()
                .filter(event -> fresh.contains(id(event)))
                .toList();
        if (!unknown.isEmpty()) told(unknown.get(0), false).add(unknown.size());
        unknown.forEach(event -> inbox.append(event, null));
        return unknown.size();
    }

    private void append(AuditEvent event, @Nullable Payload payload, boolean repeatable, boolean joined) {
        if (repeatable && inbox.accept(List.of(id(event))).isEmpty()) return;
        Emitted events = told(event, joined);
        events.add(1);
        inbox.append(event, payload);
        if (events.count() == 1) {
            inbox.flush();
            events.sent();
        }
    }

    /** Once a transaction: an observer for each event of a large transaction would be a large list. */
    private Emitted told(AuditEvent event, boolean joined) {
        Emitted told = (Emitted) transaction.getResource(Emitted.class);
        if (told == null) {
            told = new Emitted(event, joined, completion::lost);
            transaction.putResource(Emitted.class, told);
            transaction.registerInterposedSynchronization(told);
            emitted.fire(told);
        }
        return told;
    }

    private static UUID id(AuditEvent event) {
        return Objects.requireNonNull(event.id(), "id");
    }
}
