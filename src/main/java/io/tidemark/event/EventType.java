package io.tidemark.event;

import org.jspecify.annotations.Nullable;

/**
 * A type of event: its name and, if it has one, the JSON Schema of its metadata. An application adds its own types as
 * CDI beans.
 *
 * <pre>{@code
 * EventType.of("invoice.sent", """
 *         {"type":"object","required":["invoiceId"],"properties":{"invoiceId":{"type":"string"}}}
 *         """)
 * }</pre>
 *
 * <p>Immutable, thread-safe.
 */
public final class EventType {
    private static final int SHOWN = 128;

    private final String name;
    private final @Nullable MetadataSchema schema;
    private final boolean metadataRequired;

    private EventType(String name, @Nullable MetadataSchema schema, boolean metadataRequired) {
        this.name = name;
        this.schema = schema;
        this.metadataRequired = metadataRequired;
    }

    /**
     * A type whose events may have any metadata, or none.
     *
     * @throws IllegalArgumentException if the name is malformed
     */
    public static EventType of(String name) {
        return new EventType(checked(name), null, false);
    }

    /**
     * A type whose events have metadata that fits the schema (draft 2020-12).
     *
     * @throws IllegalArgumentException if the name is malformed or the schema is not valid
     */
    public static EventType of(String name, String jsonSchema) {
        checked(name);
        try {
            return new EventType(name, MetadataSchema.of(jsonSchema), true);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Event type '" + name + "': its schema " + e.getMessage(), e.getCause());
        }
    }

    /** The same type, whose events may also have no metadata at all. */
    public EventType metadataOptional() {
        return new EventType(name, schema, false);
    }

    /** As in {@link AuditEvent#eventType()}. */
    public String name() {
        return name;
    }

    /** The JSON Schema, on one line; absent: anything fits. */
    public @Nullable String schema() {
        return schema == null ? null : schema.json();
    }

    /** Whether an event without metadata departs from this type. */
    public boolean metadataRequired() {
        return metadataRequired;
    }

    boolean fits(@Nullable Metadata metadata) {
        if (metadata == null) return !metadataRequired;
        return schema == null || schema.fits(metadata);
    }

    private static String checked(String name) {
        try {
            return Rules.type(name);
        } catch (InvalidEvent e) {
            throw new IllegalArgumentException("Event type '" + shown(name) + "': its name is malformed", e);
        }
    }

    private static String shown(String name) {
        String line = name.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }

    @Override
    public String toString() {
        return name;
    }
}
