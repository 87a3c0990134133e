package io.tidemark.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A MicroProfile JWT to be. Immutable.
 *
 * <p>Example: {@code Token.of("auditor1").roles("audit-reader").session("s1").sign()}.
 *
 * @param claims those that differ from the defaults; null removes one
 */
public record Token(String account, Instant issuedAt, Duration lifetime, Map<String, @Nullable Object> claims) {

    /** A token issued now, for 10 minutes, with no role, no session and a random id. */
    public static Token of(String account) {
        return new Token(
                account,
                Instant.now(),
                Duration.ofMinutes(10),
                Map.of("jti", UUID.randomUUID().toString()));
    }

    /** Claim {@code groups}. */
    public Token roles(String... roles) {
        return claim("groups", List.of(roles));
    }

    /** Claim {@code sid}. */
    public Token session(String sid) {
        return claim("sid", sid);
    }

    /** Claim {@code jti}. */
    public Token id(String jti) {
        return claim("jti", jti);
    }

    public Token issuedAt(Instant instant) {
        return new Token(account, instant, lifetime, claims);
    }

    /** Seconds count from {@link #issuedAt}; a negative duration gives an expired token. */
    public Token expiresIn(Duration duration) {
        return new Token(account, issuedAt, duration, claims);
    }

    /** Sets any claim; null removes it. */
    public Token claim(String name, @Nullable Object value) {
        var changed = new LinkedHashMap<>(claims);
        changed.put(name, value);
        return new Token(account, issuedAt, lifetime, changed);
    }

    /** The token as it goes behind {@code Bearer}. */
    public String sign() {
        return sign(Tokens.KEY);
    }

    /** The same token signed by a key that no server trusts. */
    public String signForeign() {
        return sign(Tokens.foreignKey());
    }

    private String sign(RSAKey key) {
        var set = new JWTClaimsSet.Builder()
                .issuer(Tokens.ISSUER)
                .audience(Tokens.AUDIENCE)
                .subject(account)
                .claim("upn", account)
                .claim("groups", List.of())
                .issueTime(Date.from(issuedAt))
                .expirationTime(Date.from(issuedAt.plus(lifetime)));
        claims.forEach(set::claim);
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .build();
        var jwt = new SignedJWT(header, set.build());
        try {
            jwt.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }
}
