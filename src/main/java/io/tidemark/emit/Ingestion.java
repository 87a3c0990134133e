package io.tidemark.emit;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.InvalidEvent;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The way in for events in blocks: those that come over the API, those that a node writes behind. Thread-safe. */
public interface Ingestion {
    /** How far the caller's clock may be ahead of this one's. */
    Duration AHEAD = Duration.ofMinutes(5);

    /** How many were stored, how many were known, and the ids of all in the order given. */
    record Stored(int stored, int known, List<UUID> ids) {}

    /**
     * The event with what the server adds where it is absent: id, times, node; source {@code api}.
     *
     * @throws InvalidEvent if it occurred in the future
     */
    AuditEvent checked(AuditEvent event);

    /**
     * Stores a block of checked events, all or none, in the order given, in a transaction of its own. An event whose id is
     * known is not stored again.
     *
     * @throws AuditException if none could be stored
     */
    Stored store(List<AuditEvent> events);
}
