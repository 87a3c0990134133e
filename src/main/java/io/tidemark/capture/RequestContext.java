package io.tidemark.capture;

import io.tidemark.event.Actor;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;
import io.tidemark.event.Fit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who acts, from where, in which request: what fills the events of a thread. Immutable.
 *
 * @param sessionId the session's hash
 * @param roles those that the caller is known to have
 * @param operation {@code Class.method} of what is running
 */
public record RequestContext(
        @Nullable String accountId,
        @Nullable String actorId,
        @Nullable Actor actor,
        @Nullable String sessionId,
        Set<String> roles,
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String requestId,
        @Nullable String traceId,
        @Nullable String operation) {
    /** Nothing is known. */
    public static final RequestContext NONE =
            new RequestContext(null, null, null, null, Set.of(), null, null, null, null, null);

    public RequestContext {
        roles = Set.copyOf(roles);
    }

    /** Of a job that runs as an account: {@code RequestContext.of("batch")}. */
    public static RequestContext of(String accountId) {
        return NONE.as(new CallerIdentity(Fit.name(accountId), null, null, null, Set.of()));
    }

    /** The same, running that operation. */
    public RequestContext running(String name) {
        return new RequestContext(
                accountId, actorId, actor, sessionId, roles, ip, userAgent, requestId, traceId, Fit.name(name));
    }

    RequestContext as(CallerIdentity caller) {
        return new RequestContext(
                caller.accountId(),
                caller.actorId(),
                caller.actor(),
                caller.sessionId(),
                caller.roles(),
                ip,
                userAgent,
                requestId,
                traceId,
                operation);
    }

    RequestContext traced(@Nullable String trace) {
        return trace == null || trace.equals(traceId)
                ? this
                : new RequestContext(
                        accountId,
                        actorId,
                        actor,
                        sessionId,
                        roles,
                        ip,
                        userAgent,
                        requestId,
                        Fit.name(trace),
                        operation);
    }

    /**
     * The event with what it leaves open. Account, actor and session belong together: of an event that names another account
     * none of them is filled, or the session of an administrator would be the one that an employee's logout ends.
     */
    AuditEvent fill(AuditEvent event) {
        if (equals(NONE)) return event;
        AuditEventBuilder filled = event.toBuilder();
        if (event.accountId() == null || accountId == null || event.accountId().equals(accountId)) {
            if (event.accountId() == null) filled.account(accountId);
            if (event.actorId() == null) filled.actor(actorId);
            if (event.actor() == null) filled.actor(actor);
            if (event.sessionId() == null) filled.session(sessionId);
        }
        if (event.ip() == null) filled.ip(ip);
        if (event.userAgent() == null) filled.userAgent(userAgent);
        if (event.requestId() == null) filled.requestId(requestId);
        if (event.traceId() == null) filled.traceId(traceId);
        if (event.operation() == null) filled.operation(operation);
        return filled.build();
    }
}
