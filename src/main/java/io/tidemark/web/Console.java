package io.tidemark.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** What the console's page must know: whom to ask for a token. */
@ApplicationScoped
class Console {
    private static final String ISSUER = "tidemark.console.issuer";

    @Inject
    private Config config;

    /** The OpenID provider; absent if the issuer's name is not an address. */
    @Nullable URI issuer() {
        String name = config.getOptionalValue(ISSUER, String.class)
                .or(() -> config.getOptionalValue("mp.jwt.verify.issuer", String.class))
                .orElse("");
        return address(name);
    }

    String clientId() {
        return config.getOptionalValue("tidemark.console.client-id", String.class)
                .orElse("tidemark-console");
    }

    /** Scheme and authority of the provider, as a Content-Security-Policy names it; absent if there is none. */
    @Nullable String issuerOrigin() {
        URI issuer = issuer();
        return issuer == null ? null : issuer.getScheme() + "://" + issuer.getRawAuthority();
    }

    /** The text as an address that a browser can fetch; absent if it is none. */
    static @Nullable URI address(String text) {
        try {
            URI uri = URI.create(text.strip());
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            // A host that the parser understands holds nothing that could end a directive.
            return http && uri.getHost() != null && uri.getRawUserInfo() == null ? uri : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
