package io.tidemark.event;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.type.TypeReference;

/**
 * The members of an event that are particular to its type: a JSON object of at most 64 KiB and 32 levels, without NUL
 * characters; its numbers, written out, count in full and have at most 400 characters each. Immutable.
 */
public final class Metadata {
    static final int BYTES = 64 * 1_024;

    private static final String FIELD = "metadata";
    private static final TypeReference<Map<String, @Nullable Object>> MEMBERS = new TypeReference<>() {};

    private final String json;
    private @Nullable Map<String, @Nullable Object> members;

    private Metadata(String json) {
        this.json = json;
    }

    /**
     * These members; values are what JSON has, and records, enums, times and UUIDs.
     *
     * @throws InvalidEvent if they cannot be written as JSON within the limits
     */
    public static Metadata of(Map<String, ? extends @Nullable Object> members) {
        return written(members);
    }

    /**
     * The components of a record; null ones are left out.
     *
     * @throws InvalidEvent if they cannot be written as JSON within the limits
     */
    public static Metadata of(Record members) {
        return written(members);
    }

    /**
     * This JSON object.
     *
     * @throws InvalidEvent if it is not a JSON object within the limits
     */
    public static Metadata parse(String json) {
        return new Metadata(checked(json));
    }

    /** JSON that passed {@link #parse} before: what the database gives back may be longer than what it was given. */
    public static Metadata stored(String json) {
        return new Metadata(json);
    }

    /** The JSON object, on one line. */
    public String json() {
        return json;
    }

    /** The members, in their order; numbers as Integer, Long, BigInteger or BigDecimal. */
    public Map<String, @Nullable Object> members() {
        // Read once, for the filters of all readers; a race reads it twice.
        Map<String, @Nullable Object> read = members;
        if (read == null) {
            read = Collections.unmodifiableMap(EventJson.MAPPER.readValue(json, MEMBERS));
            members = read;
        }
        return read;
    }

    /**
     * The members as a record; unknown ones are ignored, absent ones null.
     *
     * @throws IllegalArgumentException if a member has not the component's type
     */
    public <R extends Record> R as(Class<R> type) {
        try {
            return EventJson.LENIENT.readValue(json, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Metadata does not fit " + type.getSimpleName(), e);
        }
    }

    private static Metadata written(Object members) {
        try {
            return parse(EventJson.MAPPER.writeValueAsString(members));
        } catch (JacksonException e) {
            throw new InvalidEvent(FIELD, "json", "metadata cannot be written as JSON");
        }
    }

    private static String checked(String json) {
        int size = json.getBytes(StandardCharsets.UTF_8).length;
        if (size > BYTES) throw tooLong();
        try (JsonParser parser = EventJson.MAPPER.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidEvent(FIELD, "type", "metadata must be a JSON object");
            }
            int depth = 1;
            while (depth > 0) {
                JsonToken token = parser.nextToken();
                if (token == null) throw new InvalidEvent(FIELD, "json", "metadata must be a complete JSON object");
                switch (token) {
                    case START_OBJECT, START_ARRAY -> depth++;
                    case END_OBJECT, END_ARRAY -> depth--;
                    case PROPERTY_NAME, VALUE_STRING -> Rules.characters(FIELD, parser.getString());
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> size += growth(parser.getString());
                    default -> {}
                }
                if (depth > EventJson.DEPTH) {
                    throw new InvalidEvent(FIELD, "depth", "metadata must have at most " + EventJson.DEPTH + " levels");
                }
            }
            if (parser.nextToken() != null) throw new InvalidEvent(FIELD, "json", "metadata must be one JSON object");
        } catch (StreamConstraintsException e) {
            throw monstrous(); // the only one of the parser's limits that is within ours
        } catch (JacksonException e) {
            throw new InvalidEvent(FIELD, "json", "metadata must be a JSON object without repeated members");
        }
        if (size > BYTES) throw tooLong();
        // Line ends stand between tokens only: inside strings they are escaped.
        return json.replace('\n', ' ').replace('\r', ' ');
    }

    /**
     * What a number grows by when it is written out. PostgreSQL's jsonb keeps 1e300 as 301 digits, has no room for
     * 1e-20000, and whoever reads the log must be able to parse what it gives back.
     */
    private static int growth(String number) {
        if (number.length() > EventJson.NUMBER) throw monstrous();
        if (number.indexOf('e') < 0 && number.indexOf('E') < 0) return 0;
        BigDecimal value;
        try {
            value = new BigDecimal(number);
        } catch (NumberFormatException e) {
            throw monstrous(); // an exponent beyond int
        }
        if (Math.abs((long) value.scale()) > EventJson.NUMBER) throw monstrous();
        int length = value.toPlainString().length();
        if (length > EventJson.NUMBER) throw monstrous();
        return Math.max(0, length - number.length());
    }

    private static InvalidEvent monstrous() {
        return new InvalidEvent(
                FIELD, "range", "metadata must have no number of more than " + EventJson.NUMBER + " characters");
    }

    private static InvalidEvent tooLong() {
        return new InvalidEvent(FIELD, "length", "metadata must have at most " + BYTES + " bytes of JSON");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Metadata that
                && (json.equals(that.json) || members().equals(that.members()));
    }

    @Override
    public int hashCode() {
        return members().hashCode();
    }

    /** The size only: metadata may hold what a log must not. */
    @Override
    public String toString() {
        return "Metadata[" + json.length() + " characters]";
    }
}
