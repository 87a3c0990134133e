package io.tidemark.web;

import io.tidemark.emit.Origin;
import io.tidemark.guard.ActiveSession;
import io.tidemark.guard.Sessions;
import io.tidemark.stream.Broadcaster;
import io.tidemark.stream.Subscription;
import io.tidemark.stream.Subscriptions;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Who may read, who is reading, and taking it away. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class AccessResource {
    @Inject
    private Sessions sessions;

    @Inject
    private Subscriptions subscriptions;

    @Inject
    private Broadcaster broadcaster;

    @Inject
    private Revocation revocation;

    @Inject
    private Origin origin;

    @GET
    @Path("/sessions")
    @RolesAllowed(Api.ADMIN)
    @Accepts("account")
    public String sessions(@Context UriInfo uri) {
        String account = new Parameters(uri.getQueryParameters()).single("account");
        if (account != null) Parameters.id("account", account);
        return Json.write(Map.of("sessions", sessions.active(account)));
    }

    @DELETE
    @Path("/sessions/{id}")
    @RolesAllowed(Api.ADMIN)
    public String revokeSession(@PathParam("id") String id) {
        ActiveSession session = sessions.find(Parameters.id("id", id));
        if (session == null) {
            throw new Refused(Problem.of(404, "not-found", "Not found", "There is no session with this id"));
        }
        return Json.write(new Revoked(true, revocation.ofSession(session)));
    }

    @POST
    @Path("/accounts/{id}/revoke-sessions")
    @RolesAllowed(Api.ADMIN)
    public String revokeAccount(@PathParam("id") String id) {
        Parameters.id("id", id);
        int count = sessions.active(id).size();
        return Json.write(new Revoked(count, revocation.ofAccount(id, count)));
    }

    @GET
    @Path("/streams")
    @RolesAllowed(Api.ADMIN)
    public String streams() {
        long head = broadcaster.head();
        List<Open> open = new ArrayList<>();
        for (Subscription subscription : subscriptions.all()) open.add(Open.of(subscription, head));
        Collections.reverse(open);
        return Json.write(Map.of("nodeId", origin.nodeId(), "streams", open));
    }

    record Revoked(Object revoked, long seq) {}

    record Open(
            UUID id,
            String accountId,
            String sessionId,
            String transport,
            Instant openedAt,
            long position,
            long lag,
            String filter) {
        static Open of(Subscription s, long head) {
            return new Open(
                    s.id(),
                    s.reader().accountId(),
                    s.reader().sessionId(),
                    s.transport(),
                    s.openedAt(),
                    s.position(),
                    Math.max(0, head - s.position()),
                    s.filter().toString());
        }
    }
}
