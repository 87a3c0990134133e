package io.tidemark.capture;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The place that this thread is at.
 *
 * <p>Why a thread local, and no request-scoped bean? Events are emitted where no CDI request is active, and a captured place
 * must be put on another thread for as long as a task runs.
 */
final class Current {
    private static final Logger LOGGER = Logger.getLogger(Current.class.getName());
    private static final ThreadLocal<@Nullable Place> PLACE = new ThreadLocal<>();

    private Current() {}

    /** Until it is closed. */
    interface Stay {
        void close();
    }

    static @Nullable Place place() {
        return PLACE.get();
    }

    /** What is known there; nothing, if the server refuses to tell. */
    static RequestContext context() {
        Place place = PLACE.get();
        if (place == null) return RequestContext.NONE;
        try {
            return place.context();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "Could not read the context of a request", e);
            return RequestContext.NONE;
        }
    }

    static Stay enter(@Nullable Place place) {
        Place before = PLACE.get();
        set(place);
        return () -> set(before);
    }

    private static void set(@Nullable Place place) {
        if (place == null) PLACE.remove();
        else PLACE.set(place);
    }
}
