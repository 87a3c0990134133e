package io.tidemark.emit;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.EventJson;
import java.util.List;
import java.util.logging.Logger;

/** One line of JSON an event into the server's log, whatever becomes of the transaction. */
final class LogBackend implements Backend {
    private static final Logger LOGGER = Logger.getLogger("io.tidemark.audit");

    @Override
    public void store(AuditEvent event, boolean repeatable) {
        LOGGER.info(() -> EventJson.write(event));
    }

    @Override
    public void storeAlone(AuditEvent event, boolean repeatable) {
        store(event, repeatable);
    }

    @Override
    public int storeBlock(List<AuditEvent> events) {
        events.forEach(event -> store(event, true));
        return events.size();
    }
}
