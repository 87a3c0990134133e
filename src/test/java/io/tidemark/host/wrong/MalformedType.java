package io.tidemark.host.wrong;

import io.tidemark.event.EventType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** A type whose name no event can have. */
@ApplicationScoped
public class MalformedType {
    @Produces
    EventType type() {
        return EventType.of("no such name");
    }
}
