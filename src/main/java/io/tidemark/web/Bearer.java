package io.tidemark.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * The token of a request.
 *
 * <p>A browser can set no header of a WebSocket's handshake, but its subprotocols: it offers {@code tidemark} and
 * {@code bearer.<token>}, as Kubernetes has it; {@code tidemark} only is accepted, so that the token does not come back.
 * Why not in a first message? Then nobody would be refused with a problem document, and connections would be open of which
 * nobody knows whose they are.
 */
@ApplicationScoped
class Bearer {
    static final String SUBPROTOCOLS = "Sec-WebSocket-Protocol";

    private static final String SCHEME = "Bearer ";
    private static final String OFFER = "bearer.";

    @Inject
    private OfferedTokens offeredTokens;

    @Inject
    @ConfigProperty(name = "mp.jwt.token.header", defaultValue = HttpHeaders.AUTHORIZATION)
    private String header;

    /** What the server has verified; absent if that is no token, but a login cookie or nothing. */
    @Nullable JsonWebToken of(ContainerRequestContext request) {
        return request.getSecurityContext().getUserPrincipal() instanceof JsonWebToken token ? token : null;
    }

    /**
     * The token of a handshake: an offered one, else as in every request.
     *
     * @throws Refused if only a cookie brings it and another site's page sends the request: browsers do not keep one site
     *     from opening a WebSocket to another (RFC 6455, section 10.2)
     */
    @Nullable JsonWebToken ofHandshake(ContainerRequestContext request) {
        String offered = offered(request.getHeaders().get(SUBPROTOCOLS));
        if (offered != null) return offeredTokens.verified(offered);
        JsonWebToken token = of(request);
        if (token != null
                && !isByHeader(request)
                && isForeign(request.getHeaderString("Origin"), request.getHeaderString("Host"))) {
            throw new Refused(Problem.of(403, "forbidden", "Forbidden", "The page is of another origin")
                    .with("field", "Origin")
                    .with("rule", "origin"));
        }
        return token;
    }

    /** Whether the request's token is in a header that only a program sets. */
    boolean isByHeader(ContainerRequestContext request) {
        return isByHeader(header, request.getHeaderString(HttpHeaders.AUTHORIZATION));
    }

    /** By the configuration: where tokens come in a cookie, the server does not look at the header, whatever it says. */
    static boolean isByHeader(String configured, @Nullable String authorization) {
        return !configured.equalsIgnoreCase(HttpHeaders.COOKIE)
                && authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /** The token among the offered subprotocols; absent if there is none. */
    static @Nullable String offered(@Nullable List<String> headers) {
        if (headers == null) return null;
        return headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .filter(protocol -> protocol.startsWith(OFFER))
                .map(protocol -> protocol.substring(OFFER.length()))
                .findFirst()
                .orElse(null);
    }

    /** Whether a browser says that the page is not of that host. The scheme does not count: TLS may end at a proxy. */
    static boolean isForeign(@Nullable String origin, @Nullable String host) {
        if (origin == null) return false;
        try {
            String site = URI.create(origin).getRawAuthority();
            return site == null || !site.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
