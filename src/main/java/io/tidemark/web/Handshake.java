package io.tidemark.web;

import io.tidemark.event.Filter;
import io.tidemark.guard.Gate;
import io.tidemark.stream.Broadcaster;
import io.tidemark.stream.Cursors;
import io.tidemark.stream.Outlet;
import io.tidemark.stream.Reader;
import io.tidemark.stream.Subscription;
import io.tidemark.trace.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import org.jspecify.annotations.Nullable;

/** Makes the caller's subscription, whatever the transport. */
@ApplicationScoped
class Handshake {
    static final int NEWEST = 1_000;

    @Inject
    private Broadcaster broadcaster;

    @Inject
    private Cursors cursors;

    @Inject
    private Gate gate;

    @Inject
    private Traces traces;

    @Inject
    private Instance<Caller> caller;

    /**
     * A subscription to be started, or withdrawn.
     *
     * @param lastEventId what the reader had last; it wins over the query
     * @param last how many of the newest a reader gets that does not say where to begin
     */
    Subscription subscribe(
            MultivaluedMap<String, String> query, @Nullable String lastEventId, int last, Outlet outlet) {
        Reader reader = caller.get().reader();
        Filter filter = Filter.of(query);
        long cursor = cursor(new Parameters(query), filter, lastEventId, last);
        Subscription subscription = broadcaster.subscribe(reader, filter, cursor, outlet);
        try {
            // Asked again, now that a revocation would find the subscription.
            gate.check(reader);
            traces.opening(subscription);
        } catch (RuntimeException e) {
            broadcaster.withdraw(subscription);
            throw e;
        }
        return subscription;
    }

    /** Lets go of the caller, whom the server would keep for as long as the request: hours, and half a kilobyte. */
    void forget() {
        caller.destroy(caller.get());
    }

    /** Takes back what could not be started. */
    void withdraw(Subscription subscription) {
        if (broadcaster.withdraw(subscription)) traces.withdrawn(subscription);
    }

    private long cursor(Parameters parameters, Filter filter, @Nullable String lastEventId, int byDefault) {
        Long after = parameters.position("after");
        if (after != null && parameters.has("last")) {
            throw new Refused(Problem.parameter("last", "exclusive", "after and last exclude each other"));
        }
        int last = parameters.number("last", byDefault, 0, NEWEST);
        // An empty one is what a client sends whose last event id was reset.
        if (lastEventId != null && !lastEventId.isEmpty()) {
            return cursors.after(Parameters.position(HttpHeaders.LAST_EVENT_ID_HEADER, lastEventId));
        }
        if (after != null) return cursors.after(after);
        if (last == 0) return cursors.head();
        // Who did not ask for the newest is not refused because finding them takes long.
        return parameters.has("last") ? cursors.newest(last, filter) : cursors.newestFound(last, filter);
    }
}
