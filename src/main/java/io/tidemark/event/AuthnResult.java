package io.tidemark.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody tried to prove who they are. An application fires it as a CDI event, or hands it to the recorder.
 *
 * <pre>{@code
 * @Inject Event<AuthnResult> authn;
 * …
 * authn.fire(AuthnResult.failure("password", "alice", "wrong password"));
 * }</pre>
 *
 * @param method how: {@code password}, {@code bearer} and so on
 * @param accountId whose account it is, or was said to be
 * @param failureReason absent: it succeeded
 */
public record AuthnResult(
        String method, @Nullable String accountId, @Nullable String failureReason) {

    public static AuthnResult success(String method, String accountId) {
        return new AuthnResult(method, accountId, null);
    }

    public static AuthnResult failure(String method, @Nullable String accountId, String reason) {
        return new AuthnResult(method, accountId, reason);
    }

    /** The event, of type {@code authn.result}. */
    public AuditEvent event() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("method", Objects.requireNonNullElse(Fit.name(method), "unknown"));
        members.put("success", failureReason == null);
        AuditEventBuilder event = AuditEvent.of("authn.result").account(Fit.name(accountId));
        if (failureReason != null) {
            String reason = Objects.requireNonNullElse(Fit.text(failureReason), "unknown");
            members.put("failureReason", reason);
            event.failed(ErrorCategory.AUTHN, "authn", reason);
        }
        return event.metadata(Metadata.of(members)).build();
    }
}
