package io.tidemark.event;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody was let, or not let, do something to an object. An application fires it as a CDI event, or hands it to the
 * recorder.
 *
 * <pre>{@code
 * @Inject AuditRecorder recorder;
 * …
 * recorder.authzDecision(AuthzDecision.denied("owner", "account", "4711"));
 * }</pre>
 *
 * @param errorReason why it could not be decided
 */
public record AuthzDecision(
        String relation,
        String objectType,
        String objectId,
        Decision decision,
        @Nullable String errorReason) {

    /** How it was decided. */
    public enum Decision {
        ALLOWED,
        DENIED,
        NO_RULE,
        ERROR;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** The word used in metadata. */
        public String text() {
            return text;
        }
    }

    public static AuthzDecision allowed(String relation, String objectType, String objectId) {
        return new AuthzDecision(relation, objectType, objectId, Decision.ALLOWED, null);
    }

    public static AuthzDecision denied(String relation, String objectType, String objectId) {
        return new AuthzDecision(relation, objectType, objectId, Decision.DENIED, null);
    }

    /** The event, of type {@code authz.decision}: a failure unless it was allowed. */
    public AuditEvent event() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("relation", name(relation));
        members.put("objectType", name(objectType));
        members.put("objectId", name(objectId));
        members.put("decision", decision.text());
        String reason = Fit.text(errorReason);
        if (reason != null) members.put("errorReason", reason);
        AuditEventBuilder event = AuditEvent.of("authz.decision").target(name(objectType), name(objectId));
        if (decision != Decision.ALLOWED) {
            boolean undecided = decision == Decision.ERROR;
            event.failed(undecided ? ErrorCategory.SYSTEM : ErrorCategory.AUTHZ, decision.text(), reason);
        }
        return event.metadata(Metadata.of(members)).build();
    }

    private static String name(String value) {
        return Objects.requireNonNullElse(Fit.name(value), "unknown");
    }
}
