package io.tidemark.web;

import io.tidemark.stream.Reader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Reads a token: account, session, times. The names of the claims are configurable. */
@ApplicationScoped
class Identity {
    private static final int LENGTH = 255;

    @Inject
    @ConfigProperty(name = "tidemark.guard.account-claim", defaultValue = "sub")
    private String accountClaim;

    @Inject
    @ConfigProperty(name = "tidemark.guard.session-claim", defaultValue = "sid")
    private String sessionClaim;

    private final Clock clock = Clock.systemUTC();

    /**
     * Who holds the token.
     *
     * @throws Refused if it does not say, or has expired
     */
    Reader reader(JsonWebToken token, String role) {
        String account = claim(token, accountClaim);
        if (account == null || account.isEmpty() || account.length() > LENGTH || hasControls(account)) {
            throw refused("The token must have the claim '" + accountClaim + "' with at most 255 printable characters");
        }
        String id = token.getTokenID();
        String session = claim(token, sessionClaim);
        if (session == null) session = id;
        if (id != null && id.length() > LENGTH) throw refused("The claim 'jti' must have at most 255 characters");
        if (session == null) {
            throw refused("The token must have the claim '" + sessionClaim + "' or 'jti'");
        }
        Instant expires = Instant.ofEpochSecond(token.getExpirationTime());
        if (!clock.instant().isBefore(expires)) throw refused("The token has expired");
        String sessionId = sha256(session);
        Instant issued = Instant.ofEpochSecond(token.getIssuedAtTime());
        return new Reader(account, sessionId, id == null ? sessionId : id, role, issued, expires);
    }

    /** The client that the token was issued to, if it says. */
    static @Nullable String clientId(JsonWebToken token) {
        String client = claim(token, "azp");
        if (client == null) client = claim(token, "client_id");
        return client == null || client.length() > LENGTH ? null : client;
    }

    private static @Nullable String claim(JsonWebToken token, String name) {
        Object value = token.getClaim(name);
        return value == null
                ? null
                : value instanceof jakarta.json.JsonString text ? text.getString() : value.toString();
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static Refused refused(String detail) {
        return new Refused(Problems.unauthorized(detail));
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
