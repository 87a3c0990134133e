package io.tidemark.query;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some events, and where the next ones are.
 *
 * @param events each as JSON
 * @param names of the accounts in them, subjects and targets, as far as they are known; by account
 * @param cursor what the next page is after, or before; absent if there is none
 */
public record Page(
        List<String> events,
        Map<String, String> names,
        @Nullable Long cursor) {}
