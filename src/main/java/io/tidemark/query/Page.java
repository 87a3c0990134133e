package io.tidemark.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some events, and where the next ones are.
 *
 * @param events each as JSON
 * @param cursor what the next page is after, or before; absent if there is none
 */
public record Page(List<String> events, @Nullable Long cursor) {}
