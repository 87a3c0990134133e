package io.tidemark.event;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A value of JSON that has no members: a string, a number, a boolean or null.
 *
 * @param value a String, a BigDecimal, a Boolean or null
 */
public record JsonScalar(@Nullable Object value) {
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,99})(\\.[0-9]{1,99})?([eE][+-]?[0-9]{1,3})?");

    /**
     * As a query parameter says it: {@code true}, {@code 12}, {@code "12"}, {@code null}; anything else is a string as it
     * stands.
     *
     * @throws IllegalArgumentException if it begins with a quote and is not a JSON string
     */
    public static JsonScalar of(String text) {
        if (text.equals("null")) return new JsonScalar(null);
        if (text.equals("true") || text.equals("false")) return new JsonScalar(Boolean.valueOf(text));
        if (NUMBER.matcher(text).matches()) return new JsonScalar(new BigDecimal(text));
        return new JsonScalar(text.startsWith("\"") ? string(text) : text);
    }

    /** A JSON string as the text it stands for. */
    static String string(String json) {
        try {
            return EventJson.MAPPER.readValue(json, String.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not a JSON string", e);
        }
    }

    /** The same value: numbers whatever their scale. */
    boolean matches(@Nullable Object other) {
        if (value == null || other == null) return value == other;
        if (value instanceof BigDecimal number) {
            return other instanceof Number && number.compareTo(new BigDecimal(other.toString())) == 0;
        }
        return value.equals(other);
    }

    /** As JSON. */
    public String json() {
        return EventJson.MAPPER.writeValueAsString(value);
    }
}
