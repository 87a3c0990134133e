package io.tidemark.web;

import io.tidemark.event.Filter;
import io.tidemark.guard.Gate;
import io.tidemark.stream.Broadcaster;
import io.tidemark.stream.Cursors;
import io.tidemark.stream.Subscription;
import io.tidemark.trace.Traces;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The log, live, as Server-Sent Events (HTML Standard, section 9.2). */
@Path("/stream")
public class StreamResource {
    static final int NEWEST = 1_000;

    private static final Logger LOGGER = Logger.getLogger(StreamResource.class.getName());

    @Inject
    private Broadcaster broadcaster;

    @Inject
    private Cursors cursors;

    @Inject
    private Gate gate;

    @Inject
    private Traces traces;

    @Inject
    private Caller caller;

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RolesAllowed(Api.READER)
    @Accepts(
            value = {"after", "last"},
            filter = true)
    public void open(
            @Context SseEventSink sink,
            @Context UriInfo uri,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String lastEventId) {
        Filter filter = Filter.of(uri.getQueryParameters());
        long cursor = cursor(new Parameters(uri.getQueryParameters()), filter, lastEventId);
        Subscription subscription = broadcaster.subscribe(caller.reader(), filter, cursor, new SseOutlet(sink));
        try {
            // Asked again, now that a revocation would find the subscription.
            gate.check(caller.reader());
            traces.opening(subscription);
        } catch (RuntimeException e) {
            broadcaster.withdraw(subscription);
            throw e;
        }
        try {
            subscription.start();
        } catch (IOException e) {
            LOGGER.fine("The client left before the stream began");
        }
    }

    /** Without it, JAX-RS would open a stream that nobody reads. */
    @HEAD
    @RolesAllowed(Api.READER)
    public Response head() {
        throw new NotAllowedException(HttpMethod.GET);
    }

    private long cursor(Parameters parameters, Filter filter, @Nullable String lastEventId) {
        Long after = parameters.position("after");
        if (after != null && parameters.has("last")) {
            throw new Refused(Problem.parameter("last", "exclusive", "after and last exclude each other"));
        }
        int last = parameters.number("last", 0, 0, NEWEST);
        // An empty one is what a client sends whose last event id was reset.
        if (lastEventId != null && !lastEventId.isEmpty()) {
            return cursors.after(Parameters.position(HttpHeaders.LAST_EVENT_ID_HEADER, lastEventId));
        }
        if (after != null) return cursors.after(after);
        return last > 0 ? cursors.newest(last, filter) : cursors.head();
    }
}
