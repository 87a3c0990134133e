package io.tidemark.guard;

import java.time.Instant;

/** A session that may still read; its id is a hash. {@code streams} are those of this node. */
public record ActiveSession(
        String id,
        String accountId,
        String username,
        Instant createdAt,
        Instant expiresAt,
        Instant lastSeenAt,
        int streams) {}
