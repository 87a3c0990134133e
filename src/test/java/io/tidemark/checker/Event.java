package io.tidemark.checker;

import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** An event as a client received it. */
record Event(long seq, UUID id, String type, String outcome, String service) {

    /** Out of the API's own JSON. */
    static Event received(JsonNode json) {
        return new Event(
                json.path("seq").asLong(),
                UUID.fromString(json.path("id").asString()),
                json.path("eventType").asString(),
                json.path("outcome").asString(),
                json.path("service").asString(""));
    }

    /** Out of a line of the history. */
    static Event of(JsonNode array) {
        return new Event(
                array.path(0).asLong(),
                UUID.fromString(array.path(1).asString()),
                array.path(2).asString(),
                array.path(3).asString(),
                array.path(4).asString());
    }

    void addTo(ArrayNode array) {
        array.addArray().add(seq).add(id.toString()).add(type).add(outcome).add(service);
    }
}
