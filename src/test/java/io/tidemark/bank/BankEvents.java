package io.tidemark.bank;

import io.tidemark.event.EventType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** The bank's own event types: each is a bean, and a part of the catalogue from then on. */
@ApplicationScoped
public class BankEvents {
    static final String TRANSFER = "bank.transfer";

    @Produces
    EventType transfer() {
        return EventType.of(TRANSFER, """
                {"type": "object", "required": ["amount"],
                 "properties": {"amount": {"type": "number"}, "from": {"type": "string"}}}""");
    }
}
