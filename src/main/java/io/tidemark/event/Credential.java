package io.tidemark.event;

import java.time.Instant;
import java.util.List;

/**
 * What a caller comes in by: a token.
 *
 * @param accesses what it opens, each of which it is refused for if it was revoked in the second of {@code issuedAt}, or later
 */
public record Credential(List<Access> accesses, Instant issuedAt) {
    public Credential {
        accesses = List.copyOf(accesses);
    }
}
