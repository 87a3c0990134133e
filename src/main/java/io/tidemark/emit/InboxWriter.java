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

    @Resource
    private TransactionSynchronizationRegistry transaction;

    /**
     * Why flush the first event of a transaction? If the database is gone, the caller hears of it here, with the event's
     * name, and not from a commit that failed somewhere. The insert is the one that the commit would have made; the events
     * after it wait for the commit and go in batches.
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public void append(AuditEvent event, @Nullable Payload payload, boolean repeatable) {
        if (!repeatable || !inbox.accept(List.of(id(event))).isEmpty()) {
            inbox.append(event, payload);
            if (tell(1)) inbox.flush();
        }
    }

    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void appendAlone(AuditEvent event, @Nullable Payload payload, boolean repeatable) {
        append(event, payload, repeatable);
    }

    /** Of several events with one id the first counts. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int appendBlock(List<AuditEvent> events) {
        Map<UUID, AuditEvent> byId = new LinkedHashMap<>();
        events.forEach(event -> byId.putIfAbsent(id(event), event));
        Set<UUID> fresh = inbox.accept(byId.keySet());
        byId.values().stream().filter(event -> fresh.contains(id(event))).forEach(event -> inbox.append(event, null));
        tell(fresh.size());
        return fresh.size();
    }

    /**
     * Once a transaction: an observer for each event of a large transaction would be a large list. Whether these were its
     * first.
     */
    private boolean tell(int events) {
        Emitted told = (Emitted) transaction.getResource(Emitted.class);
        boolean first = told == null;
        if (told == null) {
            told = new Emitted();
            transaction.putResource(Emitted.class, told);
            emitted.fire(told);
        }
        told.add(events);
        return first;
    }

    private static UUID id(AuditEvent event) {
        return Objects.requireNonNull(event.id(), "id");
    }
}
