package io.tidemark.capture;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final int LEVELS = 8;

    private final Set<String> values = new LinkedHashSet<>();

    /** The value, or what it consists of. */
    void add(@Nullable Object value) {
        add(value, 0, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private void add(@Nullable Object value, int level, Set<Object> seen) {
        if (value == null || level > LEVELS || values.size() >= MOST || seen.size() >= MOST) return;
        Object scalar = Scalars.of(value);
        if (scalar instanceof Boolean) return;
        if (scalar != null) text(scalar.toString());
        else if (value instanceof char[] letters) text(new String(letters));
        else if (value instanceof byte[] bytes) text(new String(bytes, StandardCharsets.UTF_8));
        else if (seen.add(value)) parts(value).forEachRemaining(part -> add(part, level + 1, seen));
    }

    private void text(String text) {
        if (text.length() >= SHORTEST) values.add(text);
    }

    private static Iterator<? extends @Nullable Object> parts(Object value) {
        try {
            if (Types.isUnloaded(value)) return Collections.emptyIterator();
            if (value instanceof Optional<?> optional) return optional.stream().iterator();
            if (value instanceof Map<?, ?> map) return new Careful(map.values().iterator());
            if (value instanceof Collection<?> many) return new Careful(many.iterator());
            return value.getClass().isArray()
                    ? new ArrayIterator(value)
                    : Shape.of(value.getClass()).values(value);
        } catch (RuntimeException e) {
            return Collections.emptyIterator();
        }
    }

    /** The text without them. */
    String removedFrom(String text) {
        String removed = text;
        List<String> longestFirst = new ArrayList<>(values); // one may be a part of another
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
        for (String value : longestFirst) removed = removed.replace(value, SensitiveText.REDACTED);
        return removed;
    }
}
