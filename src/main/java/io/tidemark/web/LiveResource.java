package io.tidemark.web;

import io.tidemark.stream.StreamSettings;
import io.tidemark.stream.Subscription;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Map;

/**
 * The log, live, over a WebSocket (RFC 6455).
 *
 * <p>Why a resource, and no deployed endpoint? So a handshake passes the same filter, and is refused with the same problem
 * documents, as every other request.
 */
@Path("/live")
public class LiveResource {
    static final int NEWEST = 50;

    private static final int SWITCHING_PROTOCOLS = 101;

    @Inject
    private Handshake handshake;

    @Inject
    private StreamSettings settings;

    @GET
    @RolesAllowed(Api.READER)
    @Accepts(
            value = {"after", "last"},
            filter = true)
    public Response open(
            @Context HttpServletRequest request, @Context HttpServletResponse response, @Context UriInfo uri)
            throws IOException, DeploymentException {
        Upgrade.require(request);
        LiveOutlet outlet = new LiveOutlet(settings);
        Subscription subscription = handshake.subscribe(uri.getQueryParameters(), null, NEWEST, outlet);
        try {
            container(request)
                    .upgradeHttpToWebSocket(
                            new WithoutSession(request),
                            response,
                            LiveEndpoint.configuration(subscription, outlet),
                            Map.of());
        } catch (IOException | DeploymentException | RuntimeException e) {
            handshake.withdraw(subscription);
            throw e;
        }
        return Response.status(SWITCHING_PROTOCOLS).build();
    }

    /** Without it, JAX-RS would open a socket that nobody reads. */
    @HEAD
    @RolesAllowed(Api.READER)
    public Response head() {
        throw new NotAllowedException(HttpMethod.GET);
    }

    private static ServerContainer container(HttpServletRequest request) {
        Object container = request.getServletContext().getAttribute(ServerContainer.class.getName());
        if (container instanceof ServerContainer found) return found;
        throw new IllegalStateException("The server's feature websocket-2.1 is missing");
    }
}
