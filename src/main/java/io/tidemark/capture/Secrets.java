package io.tidemark.capture;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values that were redacted in a recording: what throws because of a password may well say it. They are forgotten with
 * the recording. Not thread-safe.
 */
final class Secrets {
    private static final int MOST = 100;

    /** A shorter one stands in any text by chance. */
    private static final int SHORTEST = 4;

    private final Set<String> values = new LinkedHashSet<>();

    void add(@Nullable Object value) {
        if (value instanceof Collection || value instanceof Map) return;
        Object scalar = value == null ? null : Scalars.of(value);
        if (scalar == null || scalar instanceof Boolean || values.size() >= MOST) return;
        String text = scalar.toString();
        if (text.length() >= SHORTEST) values.add(text);
    }

    /** The text without them. */
    String removedFrom(String text) {
        String removed = text;
        for (String value : values) removed = removed.replace(value, SensitiveText.REDACTED);
        return removed;
    }
}
