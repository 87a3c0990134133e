package io.tidemark.web;

import io.tidemark.guard.Refusals;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;

/** Headers of every answer of the API, and the limit of those of every request. */
@WebFilter(urlPatterns = "/api/*", asyncSupported = true)
public class Headers extends HttpFilter {
    static final int MAX = 16 * 1_024;

    private static final long serialVersionUID = 1;

    @Inject
    private transient Refusals refusals;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Accel-Buffering", "no");
        if (size(request) > MAX) {
            Problem problem = Problems.ofStatus(431);
            refusals.refused(problem.name(), request.getMethod(), request.getRequestURI());
            ErrorPage.write(response, problem);
            return;
        }
        chain.doFilter(request, new WithoutLeadingLines(response));
        if (BrokenOff.is(request)) BrokenOff.close(response);
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
