package io.tidemark.store;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.Target;
import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the inbox: an event that has no position yet.
 *
 * <p>Why no {@code txid}? The database fills it, and the application has no right to.
 *
 * <p>Why two entities for one table? Each column costs the application and the database some time, whether it is null or not.
 * Events that come by the hundred, from jobs and imports and not from somebody's request, have few.
 */
@MappedSuperclass
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // the columns are read by JPA
abstract class InboxEntry {
    private long ordinal;

    @Id
    private UUID id;

    @Column(name = "event_type")
    private String eventType;

    @Column(name = "event_version")
    private String eventVersion;

    private String outcome;

    @Column(name = "occurred_at")
    private Instant occurredAt;

    private @Nullable String service;

    private @Nullable String operation;

    private @Nullable String source;

    @Column(name = "node_id")
    private @Nullable String nodeId;

    @Column(name = "account_id")
    private @Nullable String accountId;

    @Column(name = "actor_id")
    private @Nullable String actorId;

    @Column(name = "target_type")
    private @Nullable String targetType;

    @Column(name = "target_id")
    private @Nullable String targetId;

    private @Nullable String ip;

    @Column(name = "session_id")
    private @Nullable String sessionId;

    @Column(name = "request_id")
    private @Nullable String requestId;

    private @Nullable String metadata;

    @Column(name = "has_payload")
    private boolean hasPayload;

    protected InboxEntry() {}

    InboxEntry(AuditEvent e, boolean hasPayload, long ordinal) {
        this.ordinal = ordinal;
        this.hasPayload = hasPayload;
        id = Objects.requireNonNull(e.id(), "id");
        eventType = e.eventType();
        eventVersion = e.eventVersion();
        outcome = e.outcome().text();
        occurredAt = Objects.requireNonNull(e.occurredAt(), "occurredAt");
        service = e.service();
        operation = e.operation();
        source = e.source();
        nodeId = e.nodeId();
        accountId = e.accountId();
        actorId = e.actorId();
        ip = e.ip();
        sessionId = e.sessionId();
        requestId = e.requestId();
        metadata = e.metadata() == null ? null : e.metadata().json();
        Target target = e.target();
        if (target != null) {
            targetType = target.type();
            targetId = target.id();
        }
    }

    /** The event has an id and a time. */
    static InboxEntry of(AuditEvent e, boolean hasPayload, long ordinal) {
        return FullInboxEntry.isNeededFor(e)
                ? new FullInboxEntry(e, hasPayload, ordinal)
                : new BriefInboxEntry(e, hasPayload, ordinal);
    }
}
