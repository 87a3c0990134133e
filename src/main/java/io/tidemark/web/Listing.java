package io.tidemark.web;

import io.tidemark.event.Credential;
import io.tidemark.event.Filter;
import io.tidemark.query.Events;
import io.tidemark.query.Page;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request for a page of events: {@code limit}, and {@code after} or {@code before}. */
record Listing(
        UriInfo uri,
        int limit,
        @Nullable Long after,
        @Nullable Long before) {
    static final int PAGE = 50;
    static final int MAX_PAGE = 200;

    static Listing of(UriInfo uri) {
        Parameters parameters = new Parameters(uri.getQueryParameters());
        int limit = parameters.number("limit", PAGE, 1, MAX_PAGE);
        Long after = parameters.position("after");
        Long before = parameters.position("before");
        if (after != null && before != null) {
            throw new Refused(Problem.parameter("before", "exclusive", "after and before exclude each other"));
        }
        return new Listing(uri, limit, after, before);
    }

    Page of(Events events, Filter filter, Credential credential) {
        return after != null
                ? events.after(after, filter, limit, credential)
                : events.before(before == null ? Long.MAX_VALUE : before, filter, limit, credential);
    }

    Response answer(Page page, Map<String, String> names) {
        String next = next(page.cursor());
        StringBuilder json = new StringBuilder("{\"events\":[")
                .append(String.join(",", page.events()))
                .append("],\"names\":")
                .append(Json.write(names));
        if (next != null) json.append(",\"next\":").append(Json.write(next));
        Response.ResponseBuilder response = Response.ok(json.append('}').toString());
        // RFC 8288
        if (next != null) response.header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
        return response.build();
    }

    /** This request with another cursor; the path alone, since a proxy may have changed the rest. */
    private @Nullable String next(@Nullable Long seq) {
        if (seq == null) return null;
        String cursor = after != null ? "after" : "before";
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
