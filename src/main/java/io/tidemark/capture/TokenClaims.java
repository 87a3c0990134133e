package io.tidemark.capture;

import jakarta.json.JsonString;
import java.util.Map;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Where a token says who holds it.
 *
 * @param account the claim with the account's id, {@code tidemark.guard.account-claim}
 * @param session the claim with the session's identifier, {@code tidemark.guard.session-claim}; without it the token's id
 */
public record TokenClaims(String account, String session) {
    public static final String ACCOUNT_KEY = "tidemark.guard.account-claim";
    public static final String SESSION_KEY = "tidemark.guard.session-claim";

    public @Nullable String accountOf(JsonWebToken token) {
        return claim(token, account);
    }

    public @Nullable String sessionOf(JsonWebToken token) {
        String identifier = claim(token, session);
        return identifier == null ? token.getTokenID() : identifier;
    }

    /** The client that the token was issued to, if it says. */
    public static @Nullable String clientOf(JsonWebToken token) {
        String client = claim(token, "azp");
        return client == null ? claim(token, "client_id") : client;
    }

    /** Who acts for the account, if that is another (RFC 8693, section 4.1). */
    static @Nullable String actorOf(JsonWebToken token) {
        return token.getClaim("act") instanceof Map<?, ?> act ? text(act.get("sub")) : null;
    }

    static @Nullable String claim(JsonWebToken token, String name) {
        return text(token.getClaim(name));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value instanceof JsonString text ? text.getString() : value.toString();
    }
}
