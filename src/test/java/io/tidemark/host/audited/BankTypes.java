package io.tidemark.host.audited;

import io.tidemark.event.EventType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** The bank's event types. */
@ApplicationScoped
public class BankTypes {
    static final String TRANSFER = "bank.transfer";
    static final String PROBE = "bank.probe";

    @Produces
    EventType transfer() {
        return EventType.of(TRANSFER);
    }

    @Produces
    EventType probe() {
        return EventType.of(PROBE);
    }
}
