package io.tidemark.bench.host;

import io.tidemark.event.EventType;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** The application's event type: its metadata is checked with each event. */
@Dependent
public class RecordedTypes {
    @Produces
    EventType payment = EventType.of(Recorded.TYPE, """
        {"type": "object", "required": ["number"], "properties": {"number": {"type": "integer"}, "currency": {"type": "string"}}}""");
}
