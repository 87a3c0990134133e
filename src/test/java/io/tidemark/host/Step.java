package io.tidemark.host;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;

/** The event that the application records: a step of a transfer. */
final class Step {
    private Step() {}

    static AuditEventBuilder of(String account, int number) {
        return AuditEvent.of("host.transfer").account(account).metadata("step", number);
    }
}
