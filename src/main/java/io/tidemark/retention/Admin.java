package io.tidemark.retention;

import io.tidemark.event.AuditEventBuilder;

/** Who decides. */
public record Admin(String accountId, String sessionId) {
    AuditEventBuilder signed(AuditEventBuilder event) {
        return event.account(accountId).session(sessionId);
    }
}
