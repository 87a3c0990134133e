package io.tidemark.web;

import com.github.f4b6a3.uuid.UuidCreator;
import io.tidemark.emit.AuditEmitter;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;
import io.tidemark.guard.ActiveSession;
import io.tidemark.tail.Arrivals;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** Takes access away as the caller, and waits until that has its position. */
@RequestScoped
public class Revocation {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    private AuditEmitter audit;

    @Inject
    private Arrivals arrivals;

    @Inject
    private Caller caller;

    long ofSession(ActiveSession session) {
        return revoke(AuditEvent.of("session_revoke")
                .operation("sessions.revoke")
                .target(session.accountId())
                .metadata("sessionId", session.id()));
    }

    long ofAccount(String accountId, int count) {
        return revoke(AuditEvent.of("session_revoke_all")
                .operation("accounts.revoke-sessions")
                .target(accountId)
                .metadata("count", count));
    }

    private long revoke(AuditEventBuilder event) {
        UUID id = UuidCreator.getTimeOrderedEpochPlus1();
        try (Arrivals.Expected expected = arrivals.expect(id)) {
            audit.emit(event.id(id)
                    .account(caller.reader().accountId())
                    .session(caller.reader().sessionId()));
            return expected.await(PATIENCE);
        } catch (TimeoutException e) {
            throw new Refused(Problem.of(
                    503,
                    "unavailable",
                    "Unavailable",
                    "The revocation is stored and will take effect, but it has no position yet"));
        }
    }
}
