package io.tidemark.event;

/**
 * How large an event may be; lengths in Unicode characters.
 *
 * @param eventType the type's name
 * @param name every id, name and code, {@code operation}, {@code service}, {@code ip}
 * @param text {@code errorMessage} and {@code userAgent}
 * @param email {@code actor.email}
 * @param metadataBytes the JSON of the metadata, with its numbers written out
 * @param metadataDepth levels of objects and arrays
 * @param metadataNumber characters of a number, written out
 */
public record EventLimits(
        int eventType, int name, int text, int email, int metadataBytes, int metadataDepth, int metadataNumber) {
    /** Those that {@link AuditEvent} and {@link Metadata} hold. */
    public static final EventLimits HELD = new EventLimits(
            Rules.TYPE_NAME, Rules.NAME, Rules.TEXT, Rules.EMAIL, Metadata.BYTES, EventJson.DEPTH, EventJson.NUMBER);
}
