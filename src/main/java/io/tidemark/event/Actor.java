package io.tidemark.event;

import org.jspecify.annotations.Nullable;

/** Who acted, as it was known at that time: a snapshot that outlives the account. */
public record Actor(
        @Nullable String type,
        @Nullable String displayName,
        @Nullable String email,
        @Nullable String clientId,
        @Nullable String realm) {
    public Actor {
        Rules.text("actor.type", type, Rules.NAME);
        Rules.text("actor.displayName", displayName, Rules.NAME);
        Rules.text("actor.email", email, Rules.EMAIL);
        Rules.text("actor.clientId", clientId, Rules.NAME);
        Rules.text("actor.realm", realm, Rules.NAME);
    }
}
