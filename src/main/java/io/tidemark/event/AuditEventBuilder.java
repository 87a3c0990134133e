package io.tidemark.event;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Fills an {@link AuditEvent}; the rules are checked when it is built. Not thread-safe. */
public final class AuditEventBuilder {
    private final String eventType;
    private @Nullable UUID id;
    private String eventVersion = "1.0";
    private Outcome outcome = Outcome.SUCCESS;
    private @Nullable Instant occurredAt;
    private @Nullable String service;
    private @Nullable String operation;
    private @Nullable String source;
    private @Nullable String nodeId;
    private @Nullable String accountId;
    private @Nullable String actorId;
    private @Nullable String targetAccountId;
    private @Nullable String targetActorId;
    private @Nullable Actor actor;
    private @Nullable Target target;
    private @Nullable String errorCode;
    private @Nullable String errorMessage;
    private @Nullable ErrorCategory errorCategory;
    private @Nullable String ip;
    private @Nullable String userAgent;
    private @Nullable String sessionId;
    private @Nullable String requestId;
    private @Nullable String traceId;
    private @Nullable Long durationMs;
    private @Nullable Metadata metadata;

    /** The names of its members, once one of them was added: those before it need not be read again. */
    private @Nullable Set<String> names;

    private @Nullable UUID replayedFrom;

    AuditEventBuilder(String eventType) {
        this.eventType = eventType;
    }

    AuditEventBuilder(AuditEvent event) {
        eventType = event.eventType();
        id = event.id();
        eventVersion = event.eventVersion();
        outcome = event.outcome();
        occurredAt = event.occurredAt();
        service = event.service();
        operation = event.operation();
        source = event.source();
        nodeId = event.nodeId();
        accountId = event.accountId();
        actorId = event.actorId();
        targetAccountId = event.targetAccountId();
        targetActorId = event.targetActorId();
        actor = event.actor();
        target = event.target();
        errorCode = event.errorCode();
        errorMessage = event.errorMessage();
        errorCategory = event.errorCategory();
        ip = event.ip();
        userAgent = event.userAgent();
        sessionId = event.sessionId();
        requestId = event.requestId();
        traceId = event.traceId();
        durationMs = event.durationMs();
        metadata = event.metadata();
        replayedFrom = event.replayedFrom();
    }

    /** The caller's own id: an event whose id is known is not stored again. */
    public AuditEventBuilder id(@Nullable UUID id) {
        this.id = id;
        return this;
    }

    public AuditEventBuilder eventVersion(String eventVersion) {
        this.eventVersion = eventVersion;
        return this;
    }

    public AuditEventBuilder outcome(Outcome outcome) {
        this.outcome = outcome;
        return this;
    }

    public AuditEventBuilder occurredAt(@Nullable Instant occurredAt) {
        this.occurredAt = occurredAt;
        return this;
    }

    public AuditEventBuilder service(@Nullable String service) {
        this.service = service;
        return this;
    }

    public AuditEventBuilder operation(@Nullable String operation) {
        this.operation = operation;
        return this;
    }

    public AuditEventBuilder source(@Nullable String source) {
        this.source = source;
        return this;
    }

    public AuditEventBuilder nodeId(@Nullable String nodeId) {
        this.nodeId = nodeId;
        return this;
    }

    /** Whose action it is: the identity provider's account id. */
    public AuditEventBuilder account(@Nullable String accountId) {
        this.accountId = accountId;
        return this;
    }

    /** The one of the account's actors that acted. */
    public AuditEventBuilder actor(@Nullable String actorId) {
        this.actorId = actorId;
        return this;
    }

    /** The account that was acted upon. */
    public AuditEventBuilder target(@Nullable String targetAccountId) {
        this.targetAccountId = targetAccountId;
        return this;
    }

    /** The actor that was acted upon. */
    public AuditEventBuilder targetActor(@Nullable String targetActorId) {
        this.targetActorId = targetActorId;
        return this;
    }

    /** Who acted, as known now. */
    public AuditEventBuilder actor(@Nullable Actor actor) {
        this.actor = actor;
        return this;
    }

    /** The thing that was acted upon. */
    public AuditEventBuilder target(@Nullable Target target) {
        this.target = target;
        return this;
    }

    public AuditEventBuilder errorCode(@Nullable String errorCode) {
        this.errorCode = errorCode;
        return this;
    }

    public AuditEventBuilder errorMessage(@Nullable String errorMessage) {
        this.errorMessage = errorMessage;
        return this;
    }

    public AuditEventBuilder errorCategory(@Nullable ErrorCategory errorCategory) {
        this.errorCategory = errorCategory;
        return this;
    }

    public AuditEventBuilder ip(@Nullable String ip) {
        this.ip = ip;
        return this;
    }

    public AuditEventBuilder userAgent(@Nullable String userAgent) {
        this.userAgent = userAgent;
        return this;
    }

    /** The session's hash: lower-case hex SHA-256, never the session's identifier. */
    public AuditEventBuilder session(@Nullable String sessionId) {
        this.sessionId = sessionId;
        return this;
    }

    public AuditEventBuilder requestId(@Nullable String requestId) {
        this.requestId = requestId;
        return this;
    }

    public AuditEventBuilder traceId(@Nullable String traceId) {
        this.traceId = traceId;
        return this;
    }

    /** Replaces all metadata. */
    public AuditEventBuilder metadata(@Nullable Metadata metadata) {
        this.metadata = metadata;
        names = null;
        return this;
    }

    public AuditEventBuilder replayedFrom(@Nullable UUID replayedFrom) {
        this.replayedFrom = replayedFrom;
        return this;
    }

    /** Whole milliseconds are kept. */
    public AuditEventBuilder duration(Duration duration) {
        return durationMs(duration.toMillis());
    }

    public AuditEventBuilder durationMs(@Nullable Long durationMs) {
        this.durationMs = durationMs;
        return this;
    }

    /** The thing that was acted upon. */
    public AuditEventBuilder target(String type, String id) {
        return target(new Target(type, id, null));
    }

    /** It failed: outcome {@code failure} with that code, category and message. */
    public AuditEventBuilder failed(ErrorCategory category, @Nullable String code, @Nullable String message) {
        this.outcome = Outcome.FAILURE;
        this.errorCategory = category;
        this.errorCode = code;
        this.errorMessage = message;
        return this;
    }

    /** Adds one member; a value is what JSON has, or a record, an enum, a time or a UUID. */
    public AuditEventBuilder metadata(String name, @Nullable Object value) {
        Metadata before = metadata;
        if (names == null)
            names = new HashSet<>(before == null ? Set.of() : before.members().keySet());
        if (names.add(name) && before != null) {
            metadata = before.with(name, value);
            return this;
        }
        Map<String, @Nullable Object> members =
                before == null ? new LinkedHashMap<>() : new LinkedHashMap<>(before.members());
        members.put(name, value);
        metadata = Metadata.of(members);
        return this;
    }

    /** Replaces all metadata by the components of a record; null ones are left out. */
    public AuditEventBuilder metadata(Record members) {
        return metadata(Metadata.of(members));
    }

    /**
     * The event.
     *
     * @throws InvalidEvent if a member breaks its rule
     */
    public AuditEvent build() {
        return new AuditEvent(
                id,
                eventType,
                eventVersion,
                outcome,
                occurredAt,
                service,
                operation,
                source,
                nodeId,
                accountId,
                actorId,
                targetAccountId,
                targetActorId,
                actor,
                target,
                errorCode,
                errorMessage,
                errorCategory,
                ip,
                userAgent,
                sessionId,
                requestId,
                traceId,
                durationMs,
                metadata,
                replayedFrom);
    }
}
