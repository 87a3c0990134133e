package io.tidemark.emit;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.EventJson;
import io.tidemark.event.Payload;
import java.util.List;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One line of JSON an event into the server's log, whatever becomes of the transaction. */
final class LogBackend implements Backend {
    private static final Logger LOGGER = Logger.getLogger("io.tidemark.audit");

    @Override
    public void store(AuditEvent event, @Nullable Payload payload, boolean repeatable) {
        LOGGER.info(() -> EventJson.write(event, payload));
    }

    @Override
    public void storeAlone(AuditEvent event, @Nullable Payload payload, boolean repeatable) {
        store(event, payload, repeatable);
    }

    @Override
    public int storeBlock(List<AuditEvent> events) {
        events.forEach(event -> store(event, null, true));
        return events.size();
    }
}
