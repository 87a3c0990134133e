package io.tidemark.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.testing.Token;
import io.tidemark.testing.Tokens;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an issuer that publishes its keys, or does not. */
class OfferedTokensTest {
    /** More than it may ask the issuer in half a minute. */
    private static final int OFTEN = 5;

    private final String token = Token.of("alice").sign();
    private HttpServer issuer;
    private OfferedTokens tokens;
    private volatile boolean isAway;

    @BeforeEach
    void start() throws IOException {
        byte[] keys = Tokens.keySet().getBytes(StandardCharsets.UTF_8);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(isAway ? 503 : 200, isAway ? -1 : keys.length);
            if (!isAway) exchange.getResponseBody().write(keys);
            exchange.close();
        });
        issuer.start();
        tokens = new OfferedTokens(config(Map.of(
                "mp.jwt.verify.issuer",
                Tokens.ISSUER,
                "mp.jwt.verify.audiences",
                Tokens.AUDIENCE,
                "mp.jwt.verify.publickey.location",
                "http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys")));
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
    }

    @Test
    void takesATokenOfTheIssuer() {
        assertThat(tokens.verified(token)).extracting(OfferedToken::getName).isEqualTo("alice");
    }

    /** Not 401: a client would throw a good token away. */
    @Test
    void doesNotKnowWhileTheIssuerIsAway() {
        isAway = true;

        for (int i = 0; i < OFTEN; i++) {
            assertThatThrownBy(() -> tokens.verified(token))
                    .asInstanceOf(type(Refused.class))
                    .extracting(
                            refused -> refused.problem().status(),
                            refused -> refused.problem().name())
                    .containsExactly(503, "unavailable");
        }
    }

    /** Not 503: nobody is to make the issuer look as if it were away by sending keys that there never were. */
    @Test
    void refusesUnknownKeysHoweverManyComeAndGoesOnTakingTokens() throws Exception {
        assertThat(tokens.verified(token)).isNotNull();

        for (int i = 0; i < OFTEN; i++) assertThat(tokens.verified(unknown())).isNull();

        assertThat(tokens.verified(token)).isNotNull();
    }

    /** The same claims, under a key that the issuer does not have. */
    private String unknown() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                SignedJWT.parse(token).getJWTClaimsSet());
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }

    private static Config config(Map<String, String> values) {
        return (Config) Proxy.newProxyInstance(
                Config.class.getClassLoader(),
                new Class<?>[] {Config.class},
                (proxy, method, arguments) -> answer(method.getName(), values.get((String) arguments[0])));
    }

    private static Object answer(String method, @Nullable String value) {
        if (method.equals("getOptionalValue")) return Optional.ofNullable(value);
        if (value == null) throw new NoSuchElementException();
        return method.equals("getValues") ? List.of(value) : value;
    }
}
