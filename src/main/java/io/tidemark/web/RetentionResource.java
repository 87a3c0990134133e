package io.tidemark.web;

import io.tidemark.retention.Admin;
import io.tidemark.retention.Holds;
import io.tidemark.retention.Kept;
import io.tidemark.retention.Purges;
import io.tidemark.stream.Reader;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the log keeps, what must not go, and what is to go early. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class RetentionResource {
    @Inject
    private Kept kept;

    @Inject
    private Holds holds;

    @Inject
    private Purges purges;

    @Inject
    private Caller caller;

    @GET
    @Path("/retention")
    @RolesAllowed(Api.ADMIN)
    public String retention() {
        return Json.write(kept.state());
    }

    @GET
    @Path("/holds")
    @RolesAllowed(Api.ADMIN)
    public String holds() {
        return Json.write(Map.of("holds", holds.all()));
    }

    @POST
    @Path("/holds")
    @RolesAllowed(Api.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    public Response placeHold(InputStream body) {
        Members members = Members.of(body, Set.of("first", "last", "reason"));
        Long first = members.position("first");
        Long last = members.position("last");
        if (first != null && last != null && last < first) {
            throw Members.refused("last", "range", "last must not be below first");
        }
        return created(holds.find(holds.place(new Holds.Wanted(first, last, members.reason()), admin())));
    }

    @POST
    @Path("/holds/{id}/release")
    @RolesAllowed(Api.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    public String releaseHold(@PathParam("id") String text, InputStream body) {
        UUID id = EventsResource.id(text);
        holds.release(id, Members.of(body, Set.of("reason")).reason(), admin());
        return written(holds.find(id));
    }

    @GET
    @Path("/purges")
    @RolesAllowed(Api.ADMIN)
    public String purges() {
        return Json.write(Map.of("purges", purges.all()));
    }

    @POST
    @Path("/purges")
    @RolesAllowed(Api.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    public Response requestPurge(InputStream body) {
        Members members = Members.of(body, Set.of("last", "reason"));
        Long last = members.position("last");
        if (last == null)
            throw Members.refused("last", "required", "last is required: the position up to which all is to go");
        return created(purges.find(purges.request(last, members.reason(), admin())));
    }

    @POST
    @Path("/purges/{id}/approve")
    @RolesAllowed(Api.ADMIN)
    public String approvePurge(@PathParam("id") String text) {
        UUID id = EventsResource.id(text);
        purges.approve(id, admin());
        return written(purges.find(id));
    }

    private Admin admin() {
        Reader reader = caller.reader();
        return new Admin(reader.accountId(), reader.sessionId());
    }

    private static Response created(@Nullable Object stored) {
        return Response.status(Response.Status.CREATED).entity(written(stored)).build();
    }

    private static String written(@Nullable Object stored) {
        if (stored == null) throw new IllegalStateException("What was stored is not there");
        return Json.write(stored);
    }
}
