package io.tidemark.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens that are offered as a subprotocol, by the configuration of MicroProfile JWT ({@code mp.jwt.verify.*}).
 * Thread-safe.
 *
 * <p>Why not the server? It looks for a token in one header or cookie before the application sees the request, and has no
 * interface that verifies one by that configuration.
 */
@ApplicationScoped
class OfferedTokens {
    private static final Logger LOGGER = Logger.getLogger(OfferedTokens.class.getName());

    /** As {@code mpJwt} has it in the server's configuration. */
    private static final int CLOCK_SKEW_SECONDS = 2;

    /** Of the issuer, in milliseconds; the library's half a second is too little for one that has just started. */
    private static final int PATIENCE = 5_000;

    private static final int LARGEST = JWKSourceBuilder.DEFAULT_HTTP_SIZE_LIMIT;

    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final JWKSelector ANY = new JWKSelector(new JWKMatcher.Builder().build());

    private final Config config;

    private final AtomicLong warnedAt = new AtomicLong();
    private volatile @Nullable JWKSource<SecurityContext> issuer;
    private @Nullable DefaultJWTProcessor<SecurityContext> processor;

    OfferedTokens() {
        this(ConfigProvider.getConfig());
    }

    OfferedTokens(Config config) {
        this.config = config;
    }

    /**
     * The token; absent if it is not valid.
     *
     * @throws Refused if the issuer's keys cannot be read now: whether it is valid is not known
     */
    @Nullable OfferedToken verified(String token) {
        try {
            JWTClaimsSet claims = processor().process(token, null);
            return new OfferedToken(claims.toJSONObject());
        } catch (RateLimitReachedException e) {
            // An unknown key makes it ask the issuer, which it may not do again so soon: what it has is new.
            if (knowsKeys()) return null;
            warn(e);
            throw new Refused(Problems.ofStatus(503));
        } catch (KeySourceException e) {
            warn(e);
            throw new Refused(Problems.ofStatus(503));
        } catch (ParseException | BadJOSEException | JOSEException e) {
            // Its message does not quote the token.
            LOGGER.log(Level.FINE, "An offered token is not valid", e);
            return null;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The keys of mp.jwt.verify.publickey cannot be read", e);
        }
    }

    /** Whether the issuer's keys were read, and are not too old to be used. */
    private boolean knowsKeys() {
        JWKSource<SecurityContext> source = issuer;
        try {
            return source != null && !source.get(ANY, null).isEmpty();
        } catch (KeySourceException e) {
            return false;
        }
    }

    /** Once in a while: every reader comes back meanwhile. */
    private void warn(KeySourceException e) {
        long now = Clock.systemUTC().millis();
        long before = warnedAt.get();
        if (now - before < QUIET.toMillis() || !warnedAt.compareAndSet(before, now)) return;
        LOGGER.warning(
                () -> "Could not read the issuer's keys: " + e.getMessage() + ". Offered tokens are answered with 503");
    }

    private synchronized DefaultJWTProcessor<SecurityContext> processor()
            throws IOException, GeneralSecurityException, ParseException {
        DefaultJWTProcessor<SecurityContext> made = processor;
        if (made == null) {
            made = new DefaultJWTProcessor<>();
            made.setJWSKeySelector(keys());
            made.setJWTClaimsSetVerifier(claims());
            processor = made;
        }
        return made;
    }

    private DefaultJWTClaimsVerifier<SecurityContext> claims() {
        Set<String> audiences = new HashSet<>(config.getValues("mp.jwt.verify.audiences", String.class));
        JWTClaimsSet exact = new JWTClaimsSet.Builder()
                .issuer(config.getValue("mp.jwt.verify.issuer", String.class))
                .build();
        Integer age = config.getOptionalValue("mp.jwt.verify.token.age", Integer.class)
                .orElse(null);
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(audiences, exact, Set.of("exp", "iat"), Set.of()) {
                    @Override
                    public void verify(JWTClaimsSet token, @Nullable SecurityContext context) throws BadJWTException {
                        super.verify(token, context);
                        Instant now = Clock.systemUTC().instant();
                        if (age != null && isTooOld(token.getIssueTime().toInstant(), age, now)) {
                            throw new BadJWTException("The token was issued too long ago");
                        }
                    }
                };
        claims.setMaxClockSkew(CLOCK_SKEW_SECONDS);
        return claims;
    }

    static boolean isTooOld(Instant issuedAt, int seconds, Instant now) {
        return issuedAt.plusSeconds((long) seconds + CLOCK_SKEW_SECONDS).isBefore(now);
    }

    private JWSKeySelector<SecurityContext> keys() throws IOException, GeneralSecurityException, ParseException {
        JWSAlgorithm algorithm =
                JWSAlgorithm.parse(config.getOptionalValue("mp.jwt.verify.publickey.algorithm", String.class)
                        .orElse("RS256"));
        String key =
                config.getOptionalValue("mp.jwt.verify.publickey", String.class).orElse(null);
        if (key != null) return keys(algorithm, key);
        URL location = location(config.getValue("mp.jwt.verify.publickey.location", String.class));
        if (location.getProtocol().startsWith("http")) {
            JWKSource<SecurityContext> source = JWKSourceBuilder.create(
                            location, new DefaultResourceRetriever(PATIENCE, PATIENCE, LARGEST))
                    .build();
            issuer = source;
            return new JWSVerificationKeySelector<>(algorithm, source);
        }
        try (InputStream in = location.openStream()) {
            return keys(algorithm, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** An address, or a resource of the application. */
    private static URL location(String text) throws IOException {
        URI uri = URI.create(text);
        if (uri.isAbsolute()) return uri.toURL();
        URL resource = OfferedTokens.class.getClassLoader().getResource(text.replaceFirst("^/", ""));
        if (resource == null) throw new IOException("mp.jwt.verify.publickey.location is not there");
        return resource;
    }

    /** Of a PEM, a JSON Web Key or a set of them (MicroProfile JWT 2.1, section 9.2). */
    private static JWSKeySelector<SecurityContext> keys(JWSAlgorithm algorithm, String text)
            throws GeneralSecurityException, ParseException {
        if (!text.contains("{")) return new SingleKeyJWSKeySelector<>(algorithm, pem(algorithm, text));
        JWKSet set = text.contains("\"keys\"") ? JWKSet.parse(text) : new JWKSet(JWK.parse(text));
        return new JWSVerificationKeySelector<>(algorithm, new ImmutableJWKSet<>(set));
    }

    private static PublicKey pem(JWSAlgorithm algorithm, String text) throws GeneralSecurityException {
        String body = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        String family = JWSAlgorithm.Family.EC.contains(algorithm) ? "EC" : "RSA";
        return KeyFactory.getInstance(family)
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(body)));
    }
}
