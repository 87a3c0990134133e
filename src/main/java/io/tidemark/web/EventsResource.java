package io.tidemark.web;

import io.tidemark.event.Filter;
import io.tidemark.query.Events;
import io.tidemark.query.Page;
import io.tidemark.trace.Traces;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events: stored by services that are not Java, read page by page. */
@Path("/events")
@Produces(MediaType.APPLICATION_JSON)
public class EventsResource {
    static final int PAGE = 50;
    static final int MAX_PAGE = 200;

    @Inject
    private Events events;

    @Inject
    private Ingest ingest;

    @Inject
    private Traces traces;

    @Inject
    private Caller caller;

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
    public Response page(@Context UriInfo uri) {
        Parameters parameters = new Parameters(uri.getQueryParameters());
        int limit = parameters.number("limit", PAGE, 1, MAX_PAGE);
        Long after = parameters.position("after");
        Long before = parameters.position("before");
        if (after != null && before != null) {
            throw new Refused(Problem.parameter("before", "exclusive", "after and before exclude each other"));
        }
        Filter filter = Filter.of(uri.getQueryParameters());
        traces.querying(caller.reader(), "events.page", filter.toString());
        Page page = after != null
                ? events.after(after, filter, limit)
                : events.before(before == null ? Long.MAX_VALUE : before, filter, limit);
        return answer(page, next(uri, after != null ? "after" : "before", page.cursor()));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Api.READER)
    public String find(@PathParam("id") String id) {
        UUID known = id(id);
        traces.querying(caller.reader(), "events.find", "id=" + known);
        String event = events.find(known);
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

    private static Response answer(Page page, @Nullable String next) {
        StringBuilder json = new StringBuilder("{\"events\":[")
                .append(String.join(",", page.events()))
                .append(']');
        if (next != null) json.append(",\"next\":").append(Json.write(next));
        Response.ResponseBuilder response = Response.ok(json.append('}').toString());
        // RFC 8288
        if (next != null) response.header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
        return response.build();
    }

    /** This request with another cursor; the path alone, since a proxy may have changed the rest. */
    private static @Nullable String next(UriInfo uri, String cursor, @Nullable Long seq) {
        if (seq == null) return null;
        String query = uri.getRequestUri().getRawQuery();
        StringBuilder next = new StringBuilder(uri.getRequestUri().getRawPath()).append('?');
        // As it came: taken apart and built again, the plus that stands for a space would stand for itself.
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            String name = URLDecoder.decode(pair.split("=", 2)[0], StandardCharsets.UTF_8);
            if (!pair.isEmpty() && !name.equals(cursor)) next.append(pair).append('&');
        }
        return next.append(cursor).append('=').append(seq).toString();
    }
}
