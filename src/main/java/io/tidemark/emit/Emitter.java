package io.tidemark.emit;

import com.github.f4b6a3.uuid.UuidCreator;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;
import io.tidemark.event.InvalidEvent;
import io.tidemark.event.Payload;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Completes and checks events, then hands them to the backend. */
@ApplicationScoped
public class Emitter implements AuditEmitter, Ingestion {
    private static final Logger LOGGER = Logger.getLogger(Emitter.class.getName());

    @Inject
    @ConfigProperty(name = "tidemark.emitter", defaultValue = "jpa")
    private String emitter;

    @Inject
    private InboxWriter writer;

    @Inject
    private Origin origin;

    @Inject
    private Catalogue catalogue;

    @Inject
    private EmitStatistics statistics;

    @Inject
    private Instance<EventContext> contexts;

    @Resource
    private TransactionSynchronizationRegistry transaction;

    private final Clock clock = Clock.systemUTC();
    private Backend backend = new NoBackend();
    private List<EventContext> known = List.of();

    @PostConstruct
    void choose() {
        backend = switch (emitter) {
            case "log" -> new LogBackend();
            case "noop" -> new NoBackend();
            default -> new DatabaseBackend(writer, transaction);
        };
        known = contexts.stream().toList();
    }

    @Override
    public UUID emit(AuditEvent event) {
        return emitted(event, null);
    }

    @Override
    public UUID emit(AuditEvent event, Payload payload) {
        return emitted(event, payload);
    }

    private UUID emitted(AuditEvent event, @Nullable Payload payload) {
        AuditEvent complete = complete(inContext(event), "app");
        try {
            backend.store(complete, checked(payload), event.id() != null);
        } catch (EJBException e) {
            statistics.failed(1);
            throw new AuditException("Could not store the event " + complete + "; the transaction rolls back", e);
        }
        return id(complete);
    }

    @Override
    public UUID emitAlways(AuditEvent event) {
        return emittedAlways(event, null);
    }

    @Override
    public UUID emitAlways(AuditEvent event, Payload payload) {
        return emittedAlways(event, payload);
    }

    private UUID emittedAlways(AuditEvent event, @Nullable Payload payload) {
        UUID id = event.id() == null ? newId() : event.id();
        try {
            AuditEvent complete = complete(inContext(event).toBuilder().id(id).build(), "app");
            backend.storeAlone(complete, checked(payload), event.id() != null);
            stored(complete);
        } catch (RuntimeException e) {
            lost(event.eventType(), id, e);
        }
        return id;
    }

    @Override
    public UUID emitAlways(AuditEventBuilder event) {
        AuditEvent built;
        try {
            built = event.build();
        } catch (InvalidEvent e) {
            UUID id = newId();
            lost("?", id, e);
            return id;
        }
        return emitAlways(built);
    }

    @Override
    public Stored store(List<AuditEvent> events) {
        try {
            int stored = backend.storeBlock(events);
            return new Stored(
                    stored,
                    events.size() - stored,
                    events.stream().map(Emitter::id).toList());
        } catch (EJBException e) {
            statistics.failed(events.size());
            throw new AuditException("Could not store " + events.size() + " events; none of them is stored", e);
        }
    }

    @Override
    public AuditEvent checked(AuditEvent event) {
        return complete(event, "api");
    }

    /** What comes from outside is not filled: whoever hands it in is not whom it is about. */
    private AuditEvent inContext(AuditEvent event) {
        AuditEvent filled = event;
        for (EventContext context : known) {
            try {
                filled = context.fill(filled);
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, e, () -> "Emitted " + event.eventType() + " without its context");
            }
        }
        return filled;
    }

    private AuditEvent complete(AuditEvent event, String source) {
        Instant now = clock.instant();
        Instant occurredAt = event.occurredAt() == null ? now : event.occurredAt();
        if (occurredAt.isAfter(now.plus(AHEAD))) {
            throw new InvalidEvent("occurredAt", "future", "occurredAt must not be more than 5 minutes ahead");
        }
        AuditEvent complete = event.toBuilder()
                .id(event.id() == null ? newId() : event.id())
                .occurredAt(occurredAt)
                .service(event.service() == null ? origin.service() : event.service())
                .source(event.source() == null ? source : event.source())
                .nodeId(event.nodeId() == null ? origin.nodeId() : event.nodeId())
                .build();
        catalogue.check(complete);
        return complete;
    }

    private void stored(AuditEvent event) {
        for (EventContext context : known) context.stored(event);
    }

    /** The event counts: without what was captured with it if that cannot be kept. */
    private @Nullable Payload checked(@Nullable Payload payload) {
        try {
            return payload == null || payload.isEmpty() ? null : payload.checked();
        } catch (InvalidEvent e) {
            statistics.droppedPayload();
            LOGGER.log(Level.WARNING, e, () -> "Dropped a payload; its event is stored without it");
            return null;
        }
    }

    private void lost(String type, UUID id, RuntimeException e) {
        statistics.failed(1);
        LOGGER.log(Level.SEVERE, e, () -> "Lost the event " + type + " " + id + ": it could not be stored");
    }

    private static UUID newId() {
        return UuidCreator.getTimeOrderedEpochPlus1();
    }

    private static UUID id(AuditEvent event) {
        return Objects.requireNonNull(event.id(), "id");
    }
}
