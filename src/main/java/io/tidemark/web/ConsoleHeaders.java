package io.tidemark.web;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Headers of everything that is not the API: what the console's page may load, run and reach. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class ConsoleHeaders extends HttpFilter {
    private static final long serialVersionUID = 1;
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'%s;"
                    + " img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    @Inject
    private transient Console console;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String rest = request.getPathInfo();
        String path = request.getServletPath() + (rest == null ? "" : rest);
        if (!path.startsWith("/api/")) {
            String issuer = console.issuerOrigin();
            response.setHeader("Content-Security-Policy", POLICY.formatted(issuer == null ? "" : " " + issuer));
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("Referrer-Policy", "no-referrer");
            // A WebJar's address holds its version; a module of ours must not meet one of yesterday's.
            response.setHeader(
                    "Cache-Control", path.startsWith("/webjars/") ? "public, max-age=31536000, immutable" : "no-cache");
        }
        chain.doFilter(request, response);
    }
}
