package io.tidemark.checker;

import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of a history.
 *
 * @param number from 1
 * @param at seconds since the start
 */
record Line(long number, double at, String who, String what, JsonNode json) {

    static Line parse(long number, String text) {
        var json = JsonMapper.shared().readTree(text);
        return new Line(
                number,
                json.path("at").asDouble(),
                json.path("who").asString(),
                json.path("what").asString(),
                json);
    }

    String text(String member) {
        return json.path(member).asString("");
    }

    long number(String member) {
        return json.path(member).asLong(0);
    }

    boolean has(String member) {
        return json.has(member);
    }

    List<UUID> ids(String member) {
        return json.path(member)
                .valueStream()
                .map(id -> UUID.fromString(id.asString()))
                .toList();
    }

    List<Event> events() {
        return json.path("events").valueStream().map(Event::of).toList();
    }
}
