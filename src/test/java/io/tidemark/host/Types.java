package io.tidemark.host;

import io.tidemark.event.EventType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** The application's own event types. */
@ApplicationScoped
public class Types {
    @Produces
    EventType transfer() {
        return EventType.of("host.transfer", """
                {"type":"object","required":["step"],"properties":{"step":{"type":"integer"}}}
                """);
    }
}
