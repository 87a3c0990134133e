package io.tidemark.store;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.EventJson;
import io.tidemark.event.Payload;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the log: an event and its position.
 *
 * @param hasPayload whether something was captured with it
 * @param revokedScope {@code session}, {@code token}, {@code account} or {@code role:NAME} if the event revokes access
 * @param revokedId whose access; absent if the event does not say
 */
public record LogEntry(
        long seq,
        Instant recordedAt,
        AuditEvent event,
        boolean hasPayload,
        @Nullable String revokedScope,
        @Nullable String revokedId) {

    /** The event's id. */
    public UUID id() {
        UUID id = event.id();
        if (id == null) throw new IllegalStateException("An event of the log has an id");
        return id;
    }

    /** The event as the API shows it, on one line. */
    public String json() {
        return EventJson.write(event, seq, recordedAt, hasPayload, null);
    }

    /** The same with what was captured. */
    public String json(@Nullable Payload payload) {
        return EventJson.write(event, seq, recordedAt, hasPayload, payload);
    }
}
