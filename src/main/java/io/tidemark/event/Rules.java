package io.tidemark.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What the members of an event may hold. Lengths count Unicode characters, as PostgreSQL does. */
final class Rules {
    static final int TYPE_NAME = 128;
    static final int NAME = 255;
    static final int TEXT = 1_024;
    static final int EMAIL = 320;

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Rules() {}

    static String type(String value) {
        if (!isType(value)) {
            throw new InvalidEvent(
                    "eventType",
                    "pattern",
                    "eventType must be 1 to " + TYPE_NAME + " characters of [A-Za-z][A-Za-z0-9_./-]*, but has "
                            + value.length());
        }
        return value;
    }

    /** By hand: it is asked three times an event, and a regular expression took a tenth of emitting one. */
    private static boolean isType(String value) {
        if (value.isEmpty() || value.length() > TYPE_NAME || !isLetter(value.charAt(0))) return false;
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isLetter(c) && !(c >= '0' && c <= '9') && "_./-".indexOf(c) < 0) return false;
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static @Nullable String text(String field, @Nullable String value, int max) {
        if (value == null) return null;
        if (value.length() > max && value.codePointCount(0, value.length()) > max) {
            throw new InvalidEvent(field, "length", field + " must have at most " + max + " characters");
        }
        characters(field, value);
        return value;
    }

    /** PostgreSQL cannot store NUL; a lone surrogate has no UTF-8. */
    static void characters(String field, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0) throw new InvalidEvent(field, "nul", field + " must not contain a NUL character");
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == value.length()
                        || !Character.isLowSurrogate(value.charAt(i + 1))) {
                    throw new InvalidEvent(field, "unicode", field + " must not contain a lone surrogate");
                }
                i++;
            }
        }
    }

    /** Microseconds, as PostgreSQL keeps them; years as RFC 3339 writes them. */
    static @Nullable Instant time(String field, @Nullable Instant value) {
        if (value == null) return null;
        if (value.isBefore(EARLIEST) || value.isAfter(LATEST)) {
            throw new InvalidEvent(field, "range", field + " must lie in the years 1 to 9999");
        }
        return value.truncatedTo(ChronoUnit.MICROS);
    }
}
