package io.tidemark.capture;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.Principal;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** How requests are read. */
@ApplicationScoped
class RequestSettings {
    static final String PROXIES = "tidemark.capture.proxies";

    @Inject
    @ConfigProperty(name = PROXIES)
    private Optional<String> proxyList;

    @Inject
    @ConfigProperty(name = TokenClaims.ACCOUNT_KEY, defaultValue = "sub")
    private String accountClaim;

    @Inject
    @ConfigProperty(name = TokenClaims.SESSION_KEY, defaultValue = "sid")
    private String sessionClaim;

    private Proxies proxies = Proxies.NONE;
    private TokenClaims claims = new TokenClaims("sub", "sid");

    RequestSettings() {}

    RequestSettings(Proxies proxies) {
        this.proxies = proxies;
    }

    @PostConstruct
    void read() {
        proxies = proxyList.map(Proxies::of).orElse(Proxies.NONE);
        claims = new TokenClaims(accountClaim, sessionClaim);
    }

    Proxies proxies() {
        return proxies;
    }

    CallerIdentity identity(@Nullable Principal principal) {
        return CallerIdentity.of(principal, claims);
    }
}
