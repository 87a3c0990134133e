package io.tidemark.event;

import org.jspecify.annotations.Nullable;

/** The thing that was acted upon. */
public record Target(
        @Nullable String type,
        @Nullable String id,
        @Nullable String name) {
    public Target {
        Rules.text("target.type", type, Rules.NAME);
        Rules.text("target.id", id, Rules.NAME);
        Rules.text("target.name", name, Rules.NAME);
    }
}
