package io.tidemark.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody lost access. A CDI event: an application fires it in the transaction that takes the access away, and it becomes
 * an event of the log, which every node obeys; an audit server fires it, with a position, when it has come to that event.
 *
 * <pre>{@code
 * @Inject Event<AccessRevoked> revoked;
 * …
 * revoked.fire(AccessRevoked.account("auditor1", "left the company"));
 * }</pre>
 *
 * @param seq the event's position; absent while it has none
 * @param recordedAt when it got the position; tokens issued in a later second are not concerned
 */
public record AccessRevoked(
        Access access,
        AuditEvent event,
        @Nullable Long seq,
        @Nullable Instant recordedAt) {

    /** The session with that hash. */
    public static AccessRevoked session(String hash) {
        AuditEventBuilder event = AuditEvent.of("session_revoke").metadata("sessionId", hash);
        return new AccessRevoked(Access.session(hash), event.build(), null, null);
    }

    /** The token with that {@code jti}. */
    public static AccessRevoked token(String jti) {
        AuditEventBuilder event = AuditEvent.of("token_revoke").metadata("tokenId", jti);
        return new AccessRevoked(Access.token(jti), event.build(), null, null);
    }

    /** All sessions and tokens of the account. */
    public static AccessRevoked account(String accountId, String reason) {
        AuditEventBuilder event =
                AuditEvent.of("session_revoke_all").target(accountId).metadata("reason", reason);
        return new AccessRevoked(Access.account(accountId), event.build(), null, null);
    }

    /** A role of the account. */
    public static AccessRevoked role(String role, String accountId, String roleGrantId) {
        AuditEventBuilder event = AuditEvent.of("role_grant_revoke")
                .target(accountId)
                .metadata(Metadata.of(Map.of("role", role, "roleGrantId", roleGrantId)));
        return new AccessRevoked(Access.role(role, accountId), event.build(), null, null);
    }
}
