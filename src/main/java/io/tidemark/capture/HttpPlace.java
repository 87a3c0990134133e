package io.tidemark.capture;

import io.tidemark.event.Fit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request on the thread that serves it. Reads what is constant once, the caller each time. Not thread-safe. */
final class HttpPlace implements Place {
    /** The request's attribute that holds it. */
    static final String ATTRIBUTE = HttpPlace.class.getName();

    private final HttpServletRequest request;
    private final RequestSettings settings;
    private final Set<String> knownRoles;
    private final Refusable refusable = new Refusable();
    private @Nullable RequestContext constant;
    private @Nullable String operation;
    private Supplier<@Nullable Principal> principal;

    HttpPlace(HttpServletRequest request, RequestSettings settings, Set<String> knownRoles) {
        this.request = request;
        this.settings = settings;
        this.knownRoles = knownRoles;
        this.principal = request::getUserPrincipal;
    }

    /** Within a resource method the caller is the one that JAX-RS knows, which the application's filters may have set. */
    void enterResource(String name, Supplier<@Nullable Principal> caller) {
        operation = name;
        principal = caller;
    }

    HttpServletRequest httpRequest() {
        return request;
    }

    @Override
    public Refusable request() {
        return refusable;
    }

    @Override
    public RequestContext context() {
        RequestContext known = constant;
        if (known == null) {
            known = read();
            constant = known;
        }
        String running = operation;
        return (running == null ? known : known.running(running)).as(caller());
    }

    @Override
    public Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) headers.put(name, headers(name));
        return headers;
    }

    private RequestContext read() {
        String requestId = Fit.name(request.getHeader("X-Request-Id"));
        return new RequestContext(
                null,
                null,
                null,
                null,
                Set.of(),
                settings.proxies().client(request.getRemoteAddr(), headers("Forwarded"), headers("X-Forwarded-For")),
                Fit.text(request.getHeader("User-Agent")),
                requestId == null ? UUID.randomUUID().toString() : requestId,
                TraceParent.traceId(request.getHeader("traceparent")),
                Fit.name(request.getMethod() + " " + pattern()));
    }

    /** The servlet's mapping: the path would make an operation of each id in it. */
    private String pattern() {
        String pattern = request.getHttpServletMapping().getPattern();
        return pattern.isEmpty() ? "/" : pattern;
    }

    private List<String> headers(String name) {
        return Collections.list(request.getHeaders(name));
    }

    private CallerIdentity caller() {
        CallerIdentity caller = settings.identity(known(principal));
        if (caller.roles().isEmpty()) caller = caller.inRoles(rolesHeld());
        return caller.sessionId() == null ? caller.inSession(httpSession()) : caller;
    }

    private Set<String> rolesHeld() {
        Set<String> held = new TreeSet<>();
        for (String role : knownRoles) {
            if (isHeld(role)) held.add(role);
        }
        return held;
    }

    /** Within an EJB Liberty's request cannot tell any more. */
    private boolean isHeld(String role) {
        try {
            return request.isUserInRole(role);
        } catch (RuntimeException e) {
            return ThreadCaller.isInRole(role);
        }
    }

    /** A server may refuse to show a session to somebody else than who opened it. */
    private @Nullable String httpSession() {
        try {
            HttpSession session = request.getSession(false);
            return session == null ? null : SessionHash.of(session.getId());
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static @Nullable Principal known(Supplier<@Nullable Principal> principal) {
        try {
            return principal.get();
        } catch (RuntimeException e) {
            return null;
        }
    }
}
