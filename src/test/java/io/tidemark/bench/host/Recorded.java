package io.tidemark.bench.host;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;

/** The event of a payment. */
final class Recorded {
    static final String TYPE = "bench.payment";
    static final String CALL = "bench.call";
    static final String SERVICE = "bench";
    static final String OPERATION = "Payments.pay";
    static final String IP = "10.0.0.1";

    private Recorded() {}

    static AuditEventBuilder event(Fact fact) {
        return AuditEvent.of(TYPE)
                .account(fact.account())
                .actor(fact.actor())
                .target("payment", fact.target())
                .operation(OPERATION)
                .session(fact.session())
                .requestId(fact.request())
                .ip(IP)
                .metadata("number", fact.number())
                .metadata("currency", "EUR");
    }

    /** The same as a row's JSON. */
    static String metadata(Fact fact) {
        return "{\"number\":" + fact.number() + ",\"currency\":\"EUR\"}";
    }
}
