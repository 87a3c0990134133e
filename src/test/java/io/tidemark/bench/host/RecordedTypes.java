package io.tidemark.bench.host;

import io.tidemark.event.EventType;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** The application's event types: metadata is checked with each event. */
@Dependent
public class RecordedTypes {
    private static final String SCHEMA = """
        {"type": "object", "required": ["number"], "properties": {"number": {"type": "integer"}, "currency": {"type": "string"}}}""";

    @Produces
    EventType payment = EventType.of(Recorded.TYPE, SCHEMA);

    @Produces
    EventType call = EventType.of(Recorded.CALL, SCHEMA);
}
