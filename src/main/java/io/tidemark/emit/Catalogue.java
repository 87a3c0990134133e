package io.tidemark.emit;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.Drift;
import io.tidemark.event.EventType;
import io.tidemark.event.EventTypes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The event types of this application: the built-in ones and each CDI bean of type {@link EventType}.
 *
 * <pre>{@code
 * @Produces EventType transfer = EventType.of("bank.transfer", schema);
 * }</pre>
 */
@ApplicationScoped
public class Catalogue {
    private static final Logger LOGGER = Logger.getLogger(Catalogue.class.getName());
    private static final int LOGGED = 1_000;

    @Inject
    @Any
    private Instance<EventType> own;

    @Inject
    private EmitStatistics statistics;

    private volatile @Nullable EventTypes types;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    /**
     * Why not in {@code @PostConstruct}? The container would wrap what it throws, and the message with the type's name.
     *
     * @throws IllegalArgumentException if the name or the schema of one of the application's types is not valid
     * @throws IllegalStateException if two types have the same name
     */
    public EventTypes types() {
        EventTypes known = types;
        if (known == null) {
            known = EventTypes.with(own);
            types = known;
        }
        return known;
    }

    /** Counts an event that does not fit the catalogue; logs the first of each type. Never throws. */
    void check(AuditEvent event) {
        Drift drift = types().check(event);
        if (drift == Drift.NONE) return;
        statistics.drifted(drift);
        if (logged.size() < LOGGED && logged.add(event.eventType() + drift)) {
            LOGGER.warning(() -> drift == Drift.UNKNOWN_TYPE
                    ? "Stored event " + event.id() + " of the unknown type '" + event.eventType() + "'"
                    : "Stored event " + event.id() + " whose metadata does not fit the schema of '" + event.eventType()
                            + "'");
        }
    }
}
