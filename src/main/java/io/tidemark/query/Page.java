package io.tidemark.query;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Some events, and where the next ones are.
 *
 * @param events each as JSON
 * @param accounts the ids of the accounts in them, subjects and targets
 * @param askedAt when it was asked for: {@link System#nanoTime}
 * @param cursor what the next page is after, or before; absent if there is none
 */
public record Page(
        List<String> events,
        Set<String> accounts,
        long askedAt,
        @Nullable Long cursor) {}
