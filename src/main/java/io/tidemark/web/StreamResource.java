package io.tidemark.web;

import io.tidemark.stream.Subscription;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
    private static final Logger LOGGER = Logger.getLogger(StreamResource.class.getName());

    /** Where Liberty leaves the configuration that it checked the token by: a kilobyte, for as long as the request. */
    private static final String LEFT_OVER = "MPJwtTaiRequest";

    @Inject
    private Handshake handshake;

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RolesAllowed(Api.READER)
    @Accepts(
            value = {"after", "last"},
            filter = true)
    public void open(
            @Context SseEventSink sink,
            @Context UriInfo uri,
            @Context HttpServletRequest request,
            @Context HttpServletResponse response,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String lastEventId)
            throws IOException {
        SseOutlet outlet = new SseOutlet(sink, response.getOutputStream());
        Subscription subscription = handshake.subscribe(uri.getQueryParameters(), lastEventId, 0, outlet);
        request.removeAttribute(LEFT_OVER);
        handshake.forget();
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
}
