package io.tidemark.capture;

import io.tidemark.event.Actor;
import io.tidemark.event.Fit;
import java.security.Principal;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Who acts, as the server has authenticated them. */
record CallerIdentity(
        @Nullable String accountId,
        @Nullable String actorId,
        @Nullable Actor actor,
        @Nullable String sessionId,
        Set<String> roles) {
    static final CallerIdentity NOBODY = new CallerIdentity(null, null, null, null, Set.of());

    /** The class is looked for by name: a host without mpJwt has none. */
    private static final boolean TOKENS = seesTokens();

    static CallerIdentity of(@Nullable Principal principal, TokenClaims claims) {
        if (principal == null) return NOBODY;
        if (TOKENS && Token.is(principal)) return Token.identity(principal, claims);
        return new CallerIdentity(Fit.name(principal.getName()), null, null, null, Set.of());
    }

    CallerIdentity inSession(@Nullable String hash) {
        return sessionId != null ? this : new CallerIdentity(accountId, actorId, actor, hash, roles);
    }

    CallerIdentity inRoles(Set<String> more) {
        return more.isEmpty() ? this : new CallerIdentity(accountId, actorId, actor, sessionId, more);
    }

    private static boolean seesTokens() {
        try {
            Class.forName("org.eclipse.microprofile.jwt.JsonWebToken");
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** All that knows of tokens; loaded only where there are some. */
    private static final class Token {
        private Token() {}

        static boolean is(Principal principal) {
            return principal instanceof JsonWebToken;
        }

        static CallerIdentity identity(Principal principal, TokenClaims claims) {
            JsonWebToken token = (JsonWebToken) principal;
            String session = claims.sessionOf(token);
            Set<String> groups = token.getGroups();
            return new CallerIdentity(
                    Fit.name(claims.accountOf(token)),
                    Fit.name(TokenClaims.actorOf(token)),
                    actor(token),
                    session == null ? null : SessionHash.of(session),
                    groups == null ? Set.of() : Set.copyOf(groups));
        }

        private static Actor actor(JsonWebToken token) {
            String name = TokenClaims.claim(token, "name");
            return new Actor(
                    "user",
                    Fit.name(name == null ? token.getName() : name),
                    Fit.email(TokenClaims.claim(token, "email")),
                    Fit.name(TokenClaims.clientOf(token)),
                    Fit.name(token.getIssuer()));
        }
    }
}
