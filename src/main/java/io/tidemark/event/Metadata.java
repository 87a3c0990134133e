package io.tidemark.event;

import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * The members of an event that are particular to its type: a JSON object of at most 64 KiB and 32 levels, without NUL
 * characters; its numbers, written out, count in full and have at most 400 characters each. Immutable.
 */
public final class Metadata {
    static final int BYTES = 64 * 1_024;

    private static final String FIELD = "metadata";
    private static final BoundedJson RULES = new BoundedJson(FIELD, BYTES, EventJson.DEPTH);
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
        return new Metadata(RULES.object(json));
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

    /** With one member more, which must not be there yet: what is there is neither read nor written again. */
    Metadata with(String name, @Nullable Object value) {
        try {
            String member =
                    EventJson.MAPPER.writeValueAsString(name) + ':' + EventJson.MAPPER.writeValueAsString(value);
            String before = json.substring(0, json.lastIndexOf('}'));
            boolean empty = before.substring(before.indexOf('{') + 1).isBlank();
            return parse(before + (empty ? "" : ",") + member + '}');
        } catch (JacksonException e) {
            throw unwritable();
        }
    }

    private static Metadata written(Object members) {
        try {
            return parse(EventJson.MAPPER.writeValueAsString(members));
        } catch (JacksonException e) {
            throw unwritable();
        }
    }

    private static InvalidEvent unwritable() {
        return new InvalidEvent(FIELD, "json", "metadata cannot be written as JSON");
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
