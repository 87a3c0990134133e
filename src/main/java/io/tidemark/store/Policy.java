package io.tidemark.store;

import org.jspecify.annotations.Nullable;

/**
 * What may go: a partition whose events are all older than {@code age} and above which at least {@code size} events are kept; absent
 * ones ask for nothing, and if both are absent, nothing goes by itself. Durations are ISO 8601.
 *
 * @param purge whether what two administrators agreed on goes as well
 * @param tokenLife nothing that was recorded within it goes, whatever else says so
 */
public record Policy(@Nullable String age, @Nullable Long size, boolean purge, String tokenLife) {

    public boolean isAutomatic() {
        return age != null || size != null;
    }
}
