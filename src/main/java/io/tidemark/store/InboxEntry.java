package io.tidemark.store;

import io.tidemark.event.Actor;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.Target;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the inbox: an event that has no position yet.
 *
 * <p>Why no {@code txid}? The database fills it, and the application has no right to.
 */
@Entity
@Table(schema = "tidemark", name = "inbox")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // the columns are read by JPA
class InboxEntry {
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

    @Column(name = "target_account_id")
    private @Nullable String targetAccountId;

    @Column(name = "target_actor_id")
    private @Nullable String targetActorId;

    @Column(name = "actor_type")
    private @Nullable String actorType;

    @Column(name = "actor_display_name")
    private @Nullable String actorDisplayName;

    @Column(name = "actor_email")
    private @Nullable String actorEmail;

    @Column(name = "actor_client_id")
    private @Nullable String actorClientId;

    @Column(name = "actor_realm")
    private @Nullable String actorRealm;

    @Column(name = "target_type")
    private @Nullable String targetType;

    @Column(name = "target_id")
    private @Nullable String targetId;

    @Column(name = "target_name")
    private @Nullable String targetName;

    @Column(name = "error_code")
    private @Nullable String errorCode;

    @Column(name = "error_message")
    private @Nullable String errorMessage;

    @Column(name = "error_category")
    private @Nullable String errorCategory;

    private @Nullable String ip;

    @Column(name = "user_agent")
    private @Nullable String userAgent;

    @Column(name = "session_id")
    private @Nullable String sessionId;

    @Column(name = "request_id")
    private @Nullable String requestId;

    @Column(name = "trace_id")
    private @Nullable String traceId;

    @Column(name = "duration_ms")
    private @Nullable Long durationMs;

    private @Nullable String metadata;

    @Column(name = "replayed_from")
    private @Nullable String replayedFrom;

    @Column(name = "has_payload")
    private boolean hasPayload;

    protected InboxEntry() {}

    /** The event has an id and a time. */
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
        targetAccountId = e.targetAccountId();
        targetActorId = e.targetActorId();
        errorCode = e.errorCode();
        errorMessage = e.errorMessage();
        errorCategory = e.errorCategory() == null ? null : e.errorCategory().text();
        ip = e.ip();
        userAgent = e.userAgent();
        sessionId = e.sessionId();
        requestId = e.requestId();
        traceId = e.traceId();
        durationMs = e.durationMs();
        metadata = e.metadata() == null ? null : e.metadata().json();
        replayedFrom = e.replayedFrom() == null ? null : e.replayedFrom().toString();
        Actor actor = e.actor();
        if (actor != null) {
            actorType = actor.type();
            actorDisplayName = actor.displayName();
            actorEmail = actor.email();
            actorClientId = actor.clientId();
            actorRealm = actor.realm();
        }
        Target target = e.target();
        if (target != null) {
            targetType = target.type();
            targetId = target.id();
            targetName = target.name();
        }
    }
}
