package io.tidemark.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.Base64;

/** The issuer that the test servers trust: one key pair a JVM. */
public final class Tokens {

    public static final String ISSUER = "http://tidemark.test";
    public static final String AUDIENCE = "tidemark";

    static final RSAKey KEY = generate();

    private Tokens() {}

    /** The public key for {@code mp.jwt.verify.publickey}. */
    public static String publicKeyPem() {
        return "-----BEGIN PUBLIC KEY-----" + publicKey() + "-----END PUBLIC KEY-----";
    }

    /** The public key as an issuer publishes it. */
    public static String keySet() {
        return new JWKSet(KEY.toPublicJWK()).toString();
    }

    /** A key that no server trusts. */
    static RSAKey foreignKey() {
        return generate();
    }

    private static String publicKey() {
        try {
            return Base64.getEncoder().encodeToString(KEY.toRSAPublicKey().getEncoded());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(2048).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
