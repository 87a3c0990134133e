package io.tidemark.web;

import io.tidemark.event.Filter;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;

/** Which roles an account was granted, or granted, and which were revoked. */
@Path("/accounts/{id}/role-grants")
@Produces(MediaType.APPLICATION_JSON)
public class RoleGrantsResource {
    private static final List<String> TYPES = List.of("role_grant_create", "role_grant_revoke");

    @Inject
    private Answers answers;

    @GET
    @RolesAllowed(Api.READER)
    @Accepts({"limit", "after", "before"})
    @CheckedWithAnswer
    public Response page(@PathParam("id") String id, @Context UriInfo uri, @Context HttpServletResponse response) {
        Filter filter = Filter.of(Map.of("account", List.of(Parameters.id("id", id)), "eventType", TYPES));
        return answers.page(uri, response, filter, "role-grants.page");
    }
}
