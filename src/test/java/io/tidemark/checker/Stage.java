package io.tidemark.checker;

import io.tidemark.testing.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/**
 * Where the clients act.
 *
 * @param service the name by which the history knows the events of its own clients
 */
record Stage(History history, Cluster cluster, String service) {

    Member any(Random random) {
        return cluster.members().get(random.nextInt(cluster.members().size()));
    }

    /** For who is never revoked: issued before any node's clock and valid beyond it. */
    static String token(String account, String role) {
        return Token.of(account)
                .roles(role)
                .issuedAt(Instant.now().minus(Duration.ofMinutes(10)))
                .expiresIn(Duration.ofHours(5))
                .sign();
    }
}
