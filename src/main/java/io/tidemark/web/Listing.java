package io.tidemark.web;

import io.tidemark.event.Filter;
import io.tidemark.query.Events;
import io.tidemark.query.Page;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Answers with a page of events, as {@code limit}, {@code after} and {@code before} say. */
record Listing(Events events) {
    static final int PAGE = 50;
    static final int MAX_PAGE = 200;

    Response page(UriInfo uri, Filter filter) {
        Parameters parameters = new Parameters(uri.getQueryParameters());
        int limit = parameters.number("limit", PAGE, 1, MAX_PAGE);
        Long after = parameters.position("after");
        Long before = parameters.position("before");
        if (after != null && before != null) {
            throw new Refused(Problem.parameter("before", "exclusive", "after and before exclude each other"));
        }
        Page page = after != null
                ? events.after(after, filter, limit)
                : events.before(before == null ? Long.MAX_VALUE : before, filter, limit);
        return answer(page, next(uri, after != null ? "after" : "before", page.cursor()));
    }

    private static Response answer(Page page, @Nullable String next) {
        StringBuilder json = new StringBuilder("{\"events\":[")
                .append(String.join(",", page.events()))
                .append("],\"names\":")
                .append(Json.write(page.names()));
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
