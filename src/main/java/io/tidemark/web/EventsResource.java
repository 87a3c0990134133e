package io.tidemark.web;

import io.tidemark.event.Filter;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.UUID;

/** Events: stored by services that are not Java, read page by page. */
@Path("/events")
@Produces(MediaType.APPLICATION_JSON)
public class EventsResource {
    @Inject
    private Answers answers;

    @Inject
    private Ingest ingest;

    @POST
    @RolesAllowed(Api.WRITER)
    @Consumes({MediaType.APPLICATION_JSON, Api.NDJSON})
    public Response store(InputStream body, @Context HttpHeaders headers) {
        boolean lines = headers.getMediaType().getSubtype().equals("x-ndjson");
        Ingest.Result result = lines ? ingest.lines(body) : ingest.json(body);
        return Response.status(result.stored() > 0 ? Response.Status.CREATED : Response.Status.OK)
                .entity(Json.write(result))
                .build();
    }

    @GET
    @RolesAllowed(Api.READER)
    @Accepts(
            value = {"limit", "after", "before"},
            filter = true)
    @CheckedWithAnswer
    public Response page(@Context UriInfo uri, @Context HttpServletResponse response) {
        return answers.page(uri, response, Filter.of(uri.getQueryParameters()), "events.page");
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Api.READER)
    @CheckedWithAnswer
    public String find(@PathParam("id") String id) {
        String event = answers.event(id(id));
        if (event == null) throw unknown();
        return event;
    }

    /** @throws Refused if it is not one */
    static UUID id(String text) {
        if (!EventReader.UUID_TEXT.matcher(text).matches()) {
            throw new Refused(Problem.parameter("id", "uuid", "id must be a UUID"));
        }
        return UUID.fromString(text);
    }

    static Refused unknown() {
        return new Refused(Problem.of(404, "not-found", "Not found", "There is no event with this id"));
    }
}
