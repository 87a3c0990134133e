package io.tidemark.event;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who did what to whom, when, and how it ended.
 *
 * <pre>{@code
 * audit.emit(AuditEvent.of("role_grant_revoke").account("admin1").target("auditor2").metadata("role", "admin"));
 * }</pre>
 *
 * <p>Only the type is required. The emitter fills what is absent: {@code id} (a UUIDv7), {@code occurredAt} (now),
 * {@code service}, {@code source} and {@code nodeId}. An id that the caller sets makes the event repeatable: an event
 * whose id is known is not stored again. Account ids are text, as the identity provider has them. Immutable.
 *
 * @param id absent: made when emitted
 * @param eventType 1 to 128 characters of {@code [A-Za-z][A-Za-z0-9_./-]*}
 * @param occurredAt microseconds are kept; absent: when emitted
 * @param sessionId the lower-case hex SHA-256 of the session's identifier, never the identifier
 * @param durationMs milliseconds
 * @param replayedFrom the id of the event whose operation was run again
 */
public record AuditEvent(
        @Nullable UUID id,
        String eventType,
        String eventVersion,
        Outcome outcome,
        @Nullable Instant occurredAt,
        @Nullable String service,
        @Nullable String operation,
        @Nullable String source,
        @Nullable String nodeId,
        @Nullable String accountId,
        @Nullable String actorId,
        @Nullable String targetAccountId,
        @Nullable String targetActorId,
        @Nullable Actor actor,
        @Nullable Target target,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        @Nullable ErrorCategory errorCategory,
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String sessionId,
        @Nullable String requestId,
        @Nullable String traceId,
        @Nullable Long durationMs,
        @Nullable Metadata metadata,
        @Nullable UUID replayedFrom) {

    /** @throws InvalidEvent if a member breaks its rule */
    public AuditEvent {
        Rules.type(eventType);
        Objects.requireNonNull(Rules.text("eventVersion", eventVersion, Rules.NAME));
        Objects.requireNonNull(outcome, "outcome");
        occurredAt = Rules.time("occurredAt", occurredAt);
        Rules.text("service", service, Rules.NAME);
        Rules.text("operation", operation, Rules.NAME);
        Rules.text("source", source, Rules.NAME);
        Rules.text("nodeId", nodeId, Rules.NAME);
        Rules.text("accountId", accountId, Rules.NAME);
        Rules.text("actorId", actorId, Rules.NAME);
        Rules.text("targetAccountId", targetAccountId, Rules.NAME);
        Rules.text("targetActorId", targetActorId, Rules.NAME);
        Rules.text("errorCode", errorCode, Rules.NAME);
        Rules.text("errorMessage", errorMessage, Rules.TEXT);
        Rules.text("ip", ip, Rules.NAME);
        Rules.text("userAgent", userAgent, Rules.TEXT);
        Rules.text("sessionId", sessionId, Rules.NAME);
        Rules.text("requestId", requestId, Rules.NAME);
        Rules.text("traceId", traceId, Rules.NAME);
        if (durationMs != null && durationMs < 0) {
            throw new InvalidEvent("durationMs", "range", "durationMs must not be negative");
        }
    }

    /**
     * An event of that type that succeeded, to be filled.
     *
     * @throws InvalidEvent when built, if the type's name is malformed
     */
    public static AuditEventBuilder of(String eventType) {
        return new AuditEventBuilder(eventType);
    }

    /** The same event, to be filled further. */
    public AuditEventBuilder toBuilder() {
        return new AuditEventBuilder(this);
    }

    /** The id, its type and nothing else: events do not go into logs. */
    @Override
    public String toString() {
        return eventType + " " + id;
    }
}
