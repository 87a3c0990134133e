package io.tidemark.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.StringWriter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes an {@link AuditEvent} as JSON: members in a fixed order, absent instead of null, on one line. Thread-safe. */
public final class EventJson {
    static final int DEPTH = 32;
    static final int NUMBER = 400;

    /** Strict: no repeated members, no deep nesting, no monstrous numbers. */
    public static final JsonMapper MAPPER = mapper(true);

    /** For reading a known record from members that an application may have added to. */
    static final JsonMapper LENIENT = mapper(false);

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final String TIME = "0000-00-00T00:00:00.000000Z";

    private EventJson() {}

    /**
     * RFC 3339 in UTC, always with six decimals; other years than 0 to 9999 as ISO 8601 has them.
     *
     * <p>By hand: each event has two of them, and a formatter took a third of the time that encoding one took.
     */
    public static String time(Instant time) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        if (utc.getYear() < 0 || utc.getYear() > 9_999) return MICROS.format(time);
        char[] text = TIME.toCharArray();
        digits(text, 4, utc.getYear());
        digits(text, 7, utc.getMonthValue());
        digits(text, 10, utc.getDayOfMonth());
        digits(text, 13, utc.getHour());
        digits(text, 16, utc.getMinute());
        digits(text, 19, utc.getSecond());
        digits(text, 26, utc.getNano() / 1_000);
        return new String(text);
    }

    /** Ends before that place. */
    private static void digits(char[] text, int end, int value) {
        int place = end;
        for (int rest = value; rest > 0; rest /= 10) text[--place] = (char) ('0' + rest % 10);
    }

    /** An event that has no position yet. */
    public static String write(AuditEvent event) {
        return write(event, null);
    }

    /** An event that has no position yet, and what was captured. */
    public static String write(AuditEvent event, @Nullable Payload payload) {
        return write(event, null, null, payload != null, payload);
    }

    /** An event of the log, with what was captured or without. */
    public static String write(
            AuditEvent e,
            @Nullable Long seq,
            @Nullable Instant recordedAt,
            boolean hasPayload,
            @Nullable Payload payload) {
        StringWriter out = new StringWriter(512);
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            json.writeStartObject();
            if (seq != null) json.writeNumberProperty("seq", seq);
            string(json, "id", e.id());
            string(json, "eventType", e.eventType());
            string(json, "eventVersion", e.eventVersion());
            string(json, "outcome", e.outcome().text());
            time(json, "occurredAt", e.occurredAt());
            time(json, "recordedAt", recordedAt);
            string(json, "service", e.service());
            string(json, "operation", e.operation());
            string(json, "source", e.source());
            string(json, "nodeId", e.nodeId());
            string(json, "accountId", e.accountId());
            string(json, "actorId", e.actorId());
            string(json, "targetAccountId", e.targetAccountId());
            string(json, "targetActorId", e.targetActorId());
            actor(json, e.actor());
            target(json, e.target());
            string(json, "errorCode", e.errorCode());
            string(json, "errorMessage", e.errorMessage());
            ErrorCategory category = e.errorCategory();
            if (category != null) string(json, "errorCategory", category.text());
            string(json, "ip", e.ip());
            string(json, "userAgent", e.userAgent());
            string(json, "sessionId", e.sessionId());
            string(json, "requestId", e.requestId());
            string(json, "traceId", e.traceId());
            Long duration = e.durationMs();
            if (duration != null) json.writeNumberProperty("durationMs", duration);
            Metadata metadata = e.metadata();
            if (metadata != null) {
                json.writeName("metadata");
                json.writeRawValue(metadata.json());
            }
            string(json, "replayedFrom", e.replayedFrom());
            if (hasPayload) json.writeBooleanProperty("hasPayload", true);
            if (payload != null) payload(json, payload);
            json.writeEndObject();
        }
        return out.toString();
    }

    private static void actor(JsonGenerator json, @Nullable Actor actor) {
        if (actor == null) return;
        json.writeObjectPropertyStart("actor");
        string(json, "type", actor.type());
        string(json, "displayName", actor.displayName());
        string(json, "email", actor.email());
        string(json, "clientId", actor.clientId());
        string(json, "realm", actor.realm());
        json.writeEndObject();
    }

    private static void target(JsonGenerator json, @Nullable Target target) {
        if (target == null) return;
        json.writeObjectPropertyStart("target");
        string(json, "type", target.type());
        string(json, "id", target.id());
        string(json, "name", target.name());
        json.writeEndObject();
    }

    private static void payload(JsonGenerator json, Payload payload) {
        json.writeObjectPropertyStart("payload");
        side(json, "request", payload.request());
        side(json, "response", payload.response());
        side(json, "error", payload.error());
        side(json, "headers", payload.headers());
        side(json, "notifications", payload.notifications());
        int dropped = payload.droppedNotifications();
        if (dropped > 0) json.writeNumberProperty("droppedNotifications", dropped);
        json.writeEndObject();
    }

    private static void side(JsonGenerator json, String name, Payload.@Nullable Side side) {
        if (side == null) return;
        json.writeObjectPropertyStart(name);
        String value = side.json();
        if (value != null) {
            json.writeName("value");
            json.writeRawValue(value);
        }
        json.writeNumberProperty("bytes", side.bytes());
        if (side.truncated()) json.writeBooleanProperty("truncated", true);
        if (side.redacted()) json.writeBooleanProperty("redacted", true);
        if (side.altered()) json.writeBooleanProperty("altered", true);
        json.writeEndObject();
    }

    private static void string(JsonGenerator json, String name, @Nullable Object value) {
        if (value != null) json.writeStringProperty(name, value.toString());
    }

    private static void time(JsonGenerator json, String name, @Nullable Instant value) {
        if (value != null) json.writeStringProperty(name, time(value));
    }

    private static JsonMapper mapper(boolean strict) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(64)
                        .maxNumberLength(NUMBER)
                        .maxNameLength(1_024 * 1_024)
                        .maxStringLength(1_024 * 1_024)
                        .build())
                .streamWriteConstraints(
                        StreamWriteConstraints.builder().maxNestingDepth(64).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return JsonMapper.builder(factory)
                .changeDefaultPropertyInclusion(include -> include.withValueInclusion(JsonInclude.Include.NON_NULL))
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, strict)
                .configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, false)
                .build();
    }
}
