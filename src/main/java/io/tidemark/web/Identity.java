package io.tidemark.web;

import io.tidemark.capture.SessionHash;
import io.tidemark.capture.TokenClaims;
import io.tidemark.stream.Reader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Reads a token: account, session, times. The names of the claims are configurable. */
@ApplicationScoped
class Identity {
    private static final int LENGTH = 255;

    @Inject
    @ConfigProperty(name = TokenClaims.ACCOUNT_KEY, defaultValue = "sub")
    private String accountClaim;

    @Inject
    @ConfigProperty(name = TokenClaims.SESSION_KEY, defaultValue = "sid")
    private String sessionClaim;

    private final Clock clock = Clock.systemUTC();

    /**
     * Who holds the token.
     *
     * @throws Refused if it does not say, or has expired
     */
    Reader reader(JsonWebToken token, String role) {
        TokenClaims claims = new TokenClaims(accountClaim, sessionClaim);
        String account = claims.accountOf(token);
        if (account == null || account.isEmpty() || account.length() > LENGTH || hasControls(account)) {
            throw refused("The token must have the claim '" + accountClaim + "' with at most 255 printable characters");
        }
        String id = token.getTokenID();
        String session = claims.sessionOf(token);
        if (id != null && id.length() > LENGTH) throw refused("The claim 'jti' must have at most 255 characters");
        if (session == null) {
            throw refused("The token must have the claim '" + sessionClaim + "' or 'jti'");
        }
        Instant expires = Instant.ofEpochSecond(token.getExpirationTime());
        if (!clock.instant().isBefore(expires)) throw refused("The token has expired");
        String sessionId = SessionHash.of(session);
        Instant issued = Instant.ofEpochSecond(token.getIssuedAtTime());
        return new Reader(account, sessionId, id == null ? sessionId : id, role, issued, expires);
    }

    /** The client that the token was issued to, if it says. */
    static @Nullable String clientId(JsonWebToken token) {
        String client = TokenClaims.clientOf(token);
        return client == null || client.length() > LENGTH ? null : client;
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static Refused refused(String detail) {
        return new Refused(Problems.unauthorized(detail));
    }
}
