package io.tidemark.capture;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** A token with these claims. */
record FakeToken(Map<String, Object> claims) implements JsonWebToken {
    static FakeToken of(Object... namesAndValues) {
        Map<String, Object> claims = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            claims.put((String) namesAndValues[i], namesAndValues[i + 1]);
        return new FakeToken(claims);
    }

    @Override
    public @Nullable String getName() {
        return (String) claims.get("upn");
    }

    @Override
    public Set<String> getClaimNames() {
        return claims.keySet();
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // as the interface has it
    public <T> T getClaim(String name) {
        return (T) claims.get(name);
    }
}
