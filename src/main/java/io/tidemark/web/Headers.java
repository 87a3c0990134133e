package io.tidemark.web;

import io.tidemark.guard.Refusal;
import io.tidemark.guard.Refusals;
import io.tidemark.tail.Tail;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Headers of every answer of the API; refuses requests that are too large or malformed before JAX-RS reads them. */
@WebFilter(urlPatterns = "/api/*", asyncSupported = true)
public class Headers extends HttpFilter {
    static final int MAX = 16 * 1_024;

    /** Which log the positions of an answer, or the cursor of a request, are of. */
    static final String LOG = "Tidemark-Log";

    private static final long serialVersionUID = 1;

    @Inject
    private transient Refusals refusals;

    @Inject
    private transient Tail tail;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Accel-Buffering", "no");
        String log = tail.logId();
        if (log != null) response.setHeader(LOG, log);
        if (size(request) > MAX) refuse(431, request, response);
        else if (isMalformed(request.getQueryString())) refuse(400, request, response);
        else {
            chain.doFilter(request, new WithoutLeadingLines(response));
            if (BrokenOff.is(request)) BrokenOff.close(response);
        }
    }

    private void refuse(int status, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Problem problem = Problems.ofStatus(status);
        refusals.refused(new Refusal(problem.name(), request.getMethod(), request.getRequestURI(), null));
        ErrorPage.write(response, problem);
    }

    /** A query that RFC 3986 does not allow: JAX-RS would fail on it, and so would the mapper of that failure. */
    private static boolean isMalformed(@Nullable String query) {
        try {
            return query != null && !query.equals(new URI("?" + query).getRawQuery());
        } catch (URISyntaxException e) {
            return true;
        }
    }

    private static int size(HttpServletRequest request) {
        String query = request.getQueryString();
        int size = request.getRequestURI().length() + (query == null ? 0 : query.length());
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) size += name.length() + value.length() + 4;
        }
        return size;
    }
}
