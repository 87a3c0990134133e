package io.tidemark.web;

import io.tidemark.event.Credential;
import io.tidemark.event.Filter;
import io.tidemark.guard.Gate;
import io.tidemark.guard.Sessions;
import io.tidemark.query.Events;
import io.tidemark.query.Page;
import io.tidemark.stream.Reader;
import io.tidemark.trace.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the caller gets of the log, once it is recorded that it was read: for methods that are {@link CheckedWithAnswer}. */
@ApplicationScoped
class Answers {
    /** In bytes: up to that, a page has a length and goes out at once. */
    private static final int ONE_PIECE = 256 * 1_024;

    @Inject
    private Events events;

    @Inject
    private Gate gate;

    @Inject
    private Sessions sessions;

    @Inject
    private Traces traces;

    @Inject
    private Caller caller;

    /** The page that the request asks for of what passes the filter. */
    Response page(UriInfo uri, HttpServletResponse response, Filter filter, String operation) {
        response.setBufferSize(ONE_PIECE);
        Listing listing = Listing.of(uri);
        Credential credential = credential();
        Page page = listing.of(events, filter, credential);
        admitted(operation, filter.toString());
        // Only now: the caller's own name is what its token says.
        return listing.answer(page, events.names(page, credential));
    }

    /** The event as JSON, with what was captured. */
    @Nullable String event(UUID id) {
        String event = events.find(id, credential());
        admitted("events.find", "id=" + id);
        return event;
    }

    private Credential credential() {
        return gate.credential(caller.reader());
    }

    private void admitted(String operation, String asked) {
        Reader reader = caller.reader();
        sessions.seen(reader, caller.username());
        traces.querying(reader, operation, asked);
    }
}
