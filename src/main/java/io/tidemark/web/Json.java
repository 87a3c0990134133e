package io.tidemark.web;

import io.tidemark.event.EventJson;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes answers: absent instead of null, times as events have them. Thread-safe. */
final class Json {
    private static final JsonMapper MAPPER = EventJson.MAPPER
            .rebuild()
            .addModule(new SimpleModule().addSerializer(new Times()))
            .build();

    private Json() {}

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static JsonNode read(String json) {
        return MAPPER.readTree(json);
    }

    private static final class Times extends StdSerializer<Instant> {
        Times() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant time, JsonGenerator json, SerializationContext context) {
            json.writeString(EventJson.time(time));
        }
    }
}
