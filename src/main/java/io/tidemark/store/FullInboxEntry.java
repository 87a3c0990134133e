package io.tidemark.store;

import io.tidemark.event.Actor;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.Target;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** An event with all that an event can have. */
@Entity
@Table(schema = "tidemark", name = "inbox")
@SuppressWarnings("UnusedVariable") // the columns are read by JPA
class FullInboxEntry extends InboxEntry {
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

    @Column(name = "target_name")
    private @Nullable String targetName;

    @Column(name = "error_code")
    private @Nullable String errorCode;

    @Column(name = "error_message")
    private @Nullable String errorMessage;

    @Column(name = "error_category")
    private @Nullable String errorCategory;

    @Column(name = "user_agent")
    private @Nullable String userAgent;

    @Column(name = "trace_id")
    private @Nullable String traceId;

    @Column(name = "duration_ms")
    private @Nullable Long durationMs;

    @Column(name = "replayed_from")
    private @Nullable String replayedFrom;

    protected FullInboxEntry() {}

    FullInboxEntry(AuditEvent e, boolean hasPayload, long ordinal) {
        super(e, hasPayload, ordinal);
        targetAccountId = e.targetAccountId();
        targetActorId = e.targetActorId();
        errorCode = e.errorCode();
        errorMessage = e.errorMessage();
        errorCategory = e.errorCategory() == null ? null : e.errorCategory().text();
        userAgent = e.userAgent();
        traceId = e.traceId();
        durationMs = e.durationMs();
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
        if (target != null) targetName = target.name();
    }

    /** Whether the event has any of these columns. */
    static boolean isNeededFor(AuditEvent e) {
        Target target = e.target();
        return e.actor() != null
                || (target != null && target.name() != null)
                || e.targetAccountId() != null
                || e.targetActorId() != null
                || e.errorCode() != null
                || e.errorMessage() != null
                || e.errorCategory() != null
                || e.userAgent() != null
                || e.traceId() != null
                || e.durationMs() != null
                || e.replayedFrom() != null;
    }
}
