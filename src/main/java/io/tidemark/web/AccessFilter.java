package io.tidemark.web;

import io.tidemark.event.Filter;
import io.tidemark.guard.Gate;
import io.tidemark.guard.Sessions;
import io.tidemark.stream.Reader;
import io.tidemark.tail.Tail;
import jakarta.annotation.Priority;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request in: a JSON Web Token, the role of the method, nothing revoked; then its query parameters.
 *
 * <p>Why not {@code @RolesAllowed} alone? The server lets in any principal with that role, a login cookie of an identity
 * provider in the same server included, and it knows nothing of revocations.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class AccessFilter implements ContainerRequestFilter {
    private static final String REQUESTED_WITH = "X-Requested-With";
    private static final Set<String> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    @Context
    private ResourceInfo resource;

    @Inject
    private Bearer bearer;

    @Inject
    private Identity identity;

    @Inject
    private Gate gate;

    @Inject
    private Sessions sessions;

    @Inject
    private Caller caller;

    @Inject
    private Tail tail;

    @Override
    public void filter(ContainerRequestContext request) {
        RolesAllowed roles = resource.getResourceMethod().getAnnotation(RolesAllowed.class);
        if (roles == null) throw new IllegalStateException("Every resource method names its role");
        JsonWebToken token = token(request);
        if (token == null) {
            boolean given = request.getHeaderString(HttpHeaders.AUTHORIZATION) != null
                    || request.getHeaderString(Bearer.SUBPROTOCOLS) != null;
            throw new Refused(
                    Problems.unauthorized(given ? "The bearer token is not valid" : "A bearer token is required"));
        }
        requireIntent(request);
        String role = roles.value()[0];
        Reader reader = identity.reader(token, role);
        caller.presents(reader, token.getName(), Identity.clientId(token));
        if (!token.getGroups().contains(role)) {
            throw new Refused(Problem.of(403, "forbidden", "Forbidden", "The role " + role + " is required")
                    .with("rule", role));
        }
        if (!resource.getResourceMethod().isAnnotationPresent(CheckedWithAnswer.class)) {
            gate.check(reader);
            sessions.seen(reader, token.getName());
        }
        checkParameters(request);
        requireLog(request.getHeaderString(Headers.LOG));
    }

    /** A cursor of before a restore could be below the head, and yet be of other events. */
    private void requireLog(@Nullable String given) {
        String log = tail.logId();
        if (given == null || log == null || given.equals(log)) return;
        throw new Refused(Problem.of(
                        409,
                        "cursor-ahead",
                        "Cursor ahead of the log",
                        "The cursor is of another log, or of before a restore; this log is " + log)
                .with("field", Headers.LOG)
                .with("rule", "log"));
    }

    /** A browser sends a cookie, if tokens come in one (mp.jwt.token.header), with any site's form; a header of its own it does not. */
    private void requireIntent(ContainerRequestContext request) {
        if (!bearer.isByHeader(request)
                && !SAFE.contains(request.getMethod())
                && request.getHeaderString(REQUESTED_WITH) == null) {
            throw new Refused(Problem.of(
                            403,
                            "forbidden",
                            "Forbidden",
                            "With a cookie, the header " + REQUESTED_WITH + " is required")
                    .with("rule", REQUESTED_WITH));
        }
    }

    private @Nullable JsonWebToken token(ContainerRequestContext request) {
        if (!resource.getResourceClass().equals(LiveResource.class)) return bearer.of(request);
        JsonWebToken token = bearer.ofHandshake(request);
        if (token instanceof OfferedToken offered) {
            request.setSecurityContext(
                    offered.securityContext(request.getSecurityContext().isSecure()));
        }
        return token;
    }

    private void checkParameters(ContainerRequestContext request) {
        Accepts accepts = resource.getResourceMethod().getAnnotation(Accepts.class);
        for (String name : request.getUriInfo().getQueryParameters().keySet()) {
            boolean known = accepts != null
                    && (Arrays.asList(accepts.value()).contains(name)
                            || (accepts.filter() && Filter.isParameter(name)));
            if (!known) {
                throw new Refused(
                        Problem.of(400, "unknown-parameter", "Unknown parameter", "There is no such parameter")
                                .with("field", name)
                                .with("rule", "unknown"));
            }
        }
    }
}
