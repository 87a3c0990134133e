package io.tidemark.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A partition of the log that may go.
 *
 * @param name of its table
 * @param purge whose it is; absent if it goes because of its age
 */
public record Part(
        String name, long first, long last, @Nullable Purge purge) {
    /** Who asked for it, and who agreed. */
    public record Purge(UUID id, String requestedBy, String approvedBy) {}

    /** In one word. */
    public String reason() {
        return purge == null ? "policy" : "purge";
    }
}
