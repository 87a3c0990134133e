package io.tidemark.capture;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a replay.
 *
 * @param eventId the new event's
 * @param result of a method that gives one
 * @param failure what the operation threw; absent: it succeeded
 */
public record Replayed(
        UUID eventId, @Nullable Object result, @Nullable Throwable failure) {
    public boolean success() {
        return failure == null;
    }
}
