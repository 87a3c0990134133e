package io.tidemark.event;

import org.jspecify.annotations.Nullable;

/**
 * Makes text from outside fit an event: what PostgreSQL cannot store and what does not print is replaced by a space, the rest
 * is cut. Never throws.
 */
public final class Fit {
    private Fit() {}

    /** An id, a name or a code: at most {@link EventLimits#name()} characters; absent if nothing is left. */
    public static @Nullable String name(@Nullable String value) {
        return cut(value, Rules.NAME);
    }

    /** A message or a user agent: at most {@link EventLimits#text()} characters; absent if nothing is left. */
    public static @Nullable String text(@Nullable String value) {
        return cut(value, Rules.TEXT);
    }

    /** An address for mail; absent if it is longer than such addresses are, since a part of one is another's. */
    public static @Nullable String email(@Nullable String value) {
        String fitted = cut(value, Rules.EMAIL + 1);
        return fitted == null || fitted.codePointCount(0, fitted.length()) > Rules.EMAIL ? null : fitted;
    }

    private static @Nullable String cut(@Nullable String value, int max) {
        if (value == null) return null;
        StringBuilder kept = new StringBuilder(Math.min(value.length(), max));
        int count = 0;
        for (int i = 0; i < value.length() && count < max; count++) {
            int point = value.codePointAt(i);
            i += Character.charCount(point);
            boolean prints = !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE;
            kept.appendCodePoint(prints ? point : ' ');
        }
        String text = kept.toString().strip();
        return text.isEmpty() ? null : text;
    }
}
