package io.tidemark.web;

import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads query parameters that are numbers and durations. */
record Parameters(MultivaluedMap<String, String> values) {
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,19}");

    /** A position of the log; absent if not given. */
    @Nullable Long position(String name) {
        String text = single(name);
        return text == null ? null : position(name, text);
    }

    /** A position of the log, from a header or a parameter of that name. */
    static long position(String name, String text) {
        if (DECIMAL.matcher(text).matches()) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                // Above the largest position there can be: the same answer.
            }
        }
        throw new Refused(Problem.parameter(name, "number", name + " must be a decimal number from 0 to the head"));
    }

    int number(String name, int byDefault, int min, int max) {
        String text = single(name);
        if (text == null) return byDefault;
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) return number;
        } catch (NumberFormatException e) {
            // Falls through to the same answer.
        }
        throw new Refused(Problem.parameter(
                name, "range", name + " must be between " + min + " and " + max + ", but was: " + shown(text)));
    }

    /** A duration of whole microseconds; absent if not given. */
    @Nullable Duration duration(String name) {
        String text = single(name);
        if (text == null) return null;
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(Duration.ZERO) > 0 && duration.toNanosPart() % 1_000 == 0) return duration;
        } catch (DateTimeException e) {
            // Falls through to the same answer.
        }
        throw new Refused(Problem.parameter(
                name, "duration", name + " must be an ISO-8601 duration above zero such as PT1M, in microseconds"));
    }

    /** An account's or a session's id: 1 to 255 characters, no control characters. */
    static String id(String name, String text) {
        if (text.isEmpty() || text.length() > 255 || text.chars().anyMatch(Character::isISOControl)) {
            throw new Refused(
                    Problem.parameter(name, "length", name + " must have 1 to 255 characters, none of them a control"));
        }
        return text;
    }

    @Nullable String single(String name) {
        List<String> all = values.get(name);
        if (all == null) return null;
        if (all.size() != 1) throw new Refused(Problem.parameter(name, "repeated", name + " must be given once"));
        return all.get(0);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    private static String shown(String text) {
        return text.length() > 32 ? text.substring(0, 32) + "…" : text;
    }
}
