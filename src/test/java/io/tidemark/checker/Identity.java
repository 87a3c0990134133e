package io.tidemark.checker;

import io.tidemark.testing.Token;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/** A reader's log-in: one token of one session. */
record Identity(String account, String id, String session, String token, Instant until) {
    private static final Duration LIFETIME = Duration.ofMinutes(20);

    static Identity of(String account) {
        var id = UUID.randomUUID().toString();
        var sid = UUID.randomUUID().toString();
        var token = Token.of(account)
                .roles("audit-reader")
                .session(sid)
                .id(id)
                .expiresIn(LIFETIME)
                .sign();
        // No node's clock is further ahead than the half.
        return new Identity(account, id, hash(sid), token, Instant.now().plus(LIFETIME.dividedBy(2)));
    }

    boolean isOld() {
        return Instant.now().isAfter(until);
    }

    private static String hash(String sid) {
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(sid.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
