package io.tidemark.host.wrong;

import io.tidemark.event.EventType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** A type that Tidemark has already. */
@ApplicationScoped
public class CollidingType {
    @Produces
    EventType type() {
        return EventType.of("login");
    }
}
