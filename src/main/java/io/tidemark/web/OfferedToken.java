package io.tidemark.web;

import jakarta.ws.rs.core.SecurityContext;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** A verified token that came among the subprotocols of a handshake. */
record OfferedToken(Map<String, Object> claims) implements JsonWebToken {
    /** The claims that may name its holder, best first (MicroProfile JWT 2.1, section 9.1). */
    private static final String[] NAMES = {"upn", "preferred_username", "sub"};

    @Override
    public String getName() {
        for (String name : NAMES) {
            if (claims.get(name) instanceof String value) return value;
        }
        return "";
    }

    @Override
    public Set<String> getClaimNames() {
        return claims.keySet();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> @Nullable T getClaim(String name) {
        return (T) claims.get(name);
    }

    @Override
    public Set<String> getGroups() {
        Set<String> groups = new LinkedHashSet<>();
        if (claims.get("groups") instanceof Collection<?> names)
            names.forEach(name -> groups.add(String.valueOf(name)));
        return groups;
    }

    /** The claims hold what is nobody's business. */
    @Override
    public String toString() {
        return "A token";
    }

    /** For JAX-RS, which checks the role once more. */
    SecurityContext securityContext(boolean secure) {
        return new Holder(this, secure);
    }

    private record Holder(OfferedToken token, boolean secure) implements SecurityContext {
        @Override
        public JsonWebToken getUserPrincipal() {
            return token;
        }

        @Override
        public boolean isUserInRole(String role) {
            return token.getGroups().contains(role);
        }

        @Override
        public boolean isSecure() {
            return secure;
        }

        @Override
        public String getAuthenticationScheme() {
            return "MP-JWT";
        }
    }
}
