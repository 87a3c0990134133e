package io.tidemark.event;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The catalogue of event types: the built-in ones and the application's. Immutable, thread-safe. */
public final class EventTypes {
    private static final String RESOURCE = "types.json";
    private static final EventTypes BUILT_IN = new EventTypes(read());

    private final Map<String, EventType> byName;
    private final SortedSet<String> names;
    private final List<EventType> all;

    private EventTypes(SortedMap<String, EventType> types) {
        byName = new HashMap<>(types);
        names = Collections.unmodifiableSortedSet(new TreeSet<>(types.keySet()));
        all = List.copyOf(types.values());
    }

    /** The types that Tidemark brings. */
    public static EventTypes builtIn() {
        return BUILT_IN;
    }

    /**
     * The built-in types and the application's own.
     *
     * @throws IllegalStateException if two have the same name
     */
    public static EventTypes with(Iterable<EventType> own) {
        SortedMap<String, EventType> types = new TreeMap<>(BUILT_IN.byName);
        for (EventType type : own) {
            if (BUILT_IN.byName.containsKey(type.name())) {
                throw new IllegalStateException("Event type '" + type.name() + "' is built in: choose another name");
            }
            if (types.put(type.name(), type) != null) {
                throw new IllegalStateException("Event type '" + type.name() + "' is defined twice");
            }
        }
        return new EventTypes(types);
    }

    /** In alphabetical order. */
    public SortedSet<String> names() {
        return names;
    }

    /** In the order of their names. */
    public List<EventType> all() {
        return all;
    }

    /** The type of that name; absent: unknown. */
    public @Nullable EventType find(String name) {
        return byName.get(name);
    }

    /** Whether the event is as the catalogue says. Never throws, whatever the event holds. */
    public Drift check(AuditEvent event) {
        EventType type = find(event.eventType());
        if (type == null) return Drift.UNKNOWN_TYPE;
        return type.fits(event.metadata()) ? Drift.NONE : Drift.METADATA;
    }

    private static SortedMap<String, EventType> read() {
        try (InputStream in = EventTypes.class.getResourceAsStream(RESOURCE)) {
            if (in == null) throw new IllegalStateException(RESOURCE + " is missing beside " + EventTypes.class);
            SortedMap<String, EventType> types = new TreeMap<>();
            for (Map.Entry<String, JsonNode> member :
                    EventJson.MAPPER.readTree(in).properties()) {
                types.put(member.getKey(), type(member.getKey(), member.getValue()));
            }
            return types;
        } catch (IOException e) {
            throw new IllegalStateException(RESOURCE + " cannot be read", e);
        }
    }

    private static EventType type(String name, JsonNode definition) {
        JsonNode schema = definition.get("schema");
        if (schema == null) return EventType.of(name);
        EventType type = EventType.of(name, schema.toString());
        return definition.path("metadataRequired").asBoolean(true) ? type : type.metadataOptional();
    }
}
