package io.tidemark.web;

import io.tidemark.event.Actor;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;
import io.tidemark.event.ErrorCategory;
import io.tidemark.event.InvalidEvent;
import io.tidemark.event.Metadata;
import io.tidemark.event.Outcome;
import io.tidemark.event.Target;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns the JSON of one event, as a client sends it, into the event. A member that is null is absent. */
record EventReader(JsonNode json) {
    private static final Set<String> MEMBERS = Set.of(
            "id",
            "eventType",
            "eventVersion",
            "outcome",
            "occurredAt",
            "service",
            "operation",
            "source",
            "nodeId",
            "accountId",
            "actorId",
            "targetAccountId",
            "targetActorId",
            "actor",
            "target",
            "errorCode",
            "errorMessage",
            "errorCategory",
            "ip",
            "userAgent",
            "sessionId",
            "requestId",
            "traceId",
            "durationMs",
            "metadata",
            "replayedFrom");
    private static final Set<String> ACTOR = Set.of("type", "displayName", "email", "clientId", "realm");
    private static final Set<String> TARGET = Set.of("type", "id", "name");
    static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /**
     * The event.
     *
     * @throws InvalidEvent if a member is missing, unknown or breaks its rule
     */
    AuditEvent event() {
        if (!json.isObject()) throw new InvalidEvent("", "type", "An event must be a JSON object");
        known(json, MEMBERS, "");
        String type = text(json, "eventType", "eventType");
        if (type == null) throw new InvalidEvent("eventType", "required", "eventType is required");
        String source = text(json, "source", "source");
        if (source != null && !source.equals("api")) {
            throw new InvalidEvent("source", "enum", "source must be api, or absent");
        }
        AuditEventBuilder event = AuditEvent.of(type)
                .id(uuid("id"))
                .occurredAt(time("occurredAt"))
                .service(text("service"))
                .operation(text("operation"))
                .nodeId(text("nodeId"))
                .account(text("accountId"))
                .actor(text("actorId"))
                .target(text("targetAccountId"))
                .targetActor(text("targetActorId"))
                .actor(actor())
                .target(target())
                .errorCode(text("errorCode"))
                .errorMessage(text("errorMessage"))
                .ip(text("ip"))
                .userAgent(text("userAgent"))
                .session(text("sessionId"))
                .requestId(text("requestId"))
                .traceId(text("traceId"))
                .durationMs(duration())
                .metadata(metadata())
                .replayedFrom(uuid("replayedFrom"));
        String version = text("eventVersion");
        if (version != null) event.eventVersion(version);
        String outcome = text("outcome");
        if (outcome != null) event.outcome(Outcome.of(outcome));
        String category = text("errorCategory");
        if (category != null) event.errorCategory(ErrorCategory.of(category));
        return event.build();
    }

    private @Nullable Actor actor() {
        JsonNode actor = object("actor", ACTOR);
        return actor == null
                ? null
                : new Actor(
                        text(actor, "type", "actor.type"),
                        text(actor, "displayName", "actor.displayName"),
                        text(actor, "email", "actor.email"),
                        text(actor, "clientId", "actor.clientId"),
                        text(actor, "realm", "actor.realm"));
    }

    private @Nullable Target target() {
        JsonNode target = object("target", TARGET);
        return target == null
                ? null
                : new Target(
                        text(target, "type", "target.type"),
                        text(target, "id", "target.id"),
                        text(target, "name", "target.name"));
    }

    private @Nullable Metadata metadata() {
        JsonNode metadata = member(json, "metadata");
        if (metadata == null) return null;
        if (!metadata.isObject()) throw new InvalidEvent("metadata", "type", "metadata must be an object");
        return Metadata.parse(metadata.toString());
    }

    private @Nullable Long duration() {
        JsonNode duration = member(json, "durationMs");
        if (duration == null) return null;
        if (!duration.isIntegralNumber() || !duration.canConvertToLong()) {
            throw new InvalidEvent("durationMs", "type", "durationMs must be a whole number of milliseconds");
        }
        return duration.longValue();
    }

    private @Nullable UUID uuid(String name) {
        String text = text(name);
        if (text == null) return null;
        if (!UUID_TEXT.matcher(text).matches()) throw new InvalidEvent(name, "uuid", name + " must be a UUID");
        return UUID.fromString(text);
    }

    private @Nullable Instant time(String name) {
        String text = text(name);
        if (text == null) return null;
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new InvalidEvent(name, "time", name + " must be a time with offset as in RFC 3339");
        }
    }

    private @Nullable JsonNode object(String name, Set<String> members) {
        JsonNode object = member(json, name);
        if (object == null) return null;
        if (!object.isObject()) throw new InvalidEvent(name, "type", name + " must be an object");
        known(object, members, name + ".");
        return object;
    }

    private static void known(JsonNode object, Set<String> members, String prefix) {
        for (String name : object.propertyNames()) {
            if (!members.contains(name)) {
                String shown = name.length() > 64 ? name.substring(0, 64) : name;
                throw new InvalidEvent(prefix + shown, "unknown", "An event has no such member");
            }
        }
    }

    private @Nullable String text(String name) {
        return text(json, name, name);
    }

    private static @Nullable String text(JsonNode object, String name, String field) {
        JsonNode text = member(object, name);
        if (text == null) return null;
        if (!text.isString()) throw new InvalidEvent(field, "type", field + " must be a string");
        return text.stringValue();
    }

    private static @Nullable JsonNode member(JsonNode object, String name) {
        JsonNode member = object.get(name);
        return member == null || member.isNull() ? null : member;
    }
}
