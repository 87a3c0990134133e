package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Actor;
import io.tidemark.event.AuditEvent;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestContextTest {
    private static final Actor ALICE = new Actor("user", "Alice", null, null, null);
    private static final RequestContext CONTEXT = new RequestContext(
            "alice", "alice-1", ALICE, "hash", Set.of(), "203.0.113.7", "curl", "r-1", "t-1", "Bank.transfer");

    @Test
    void fillsWhatTheCallerLeftOpen() {
        var filled = CONTEXT.fill(AuditEvent.of("login").build());

        assertThat(filled)
                .isEqualTo(AuditEvent.of("login")
                        .account("alice")
                        .actor("alice-1")
                        .actor(ALICE)
                        .session("hash")
                        .ip("203.0.113.7")
                        .userAgent("curl")
                        .requestId("r-1")
                        .traceId("t-1")
                        .operation("Bank.transfer")
                        .build());
    }

    @Test
    void leavesWhatTheCallerSet() {
        var complete = AuditEvent.of("login")
                .account("bob")
                .actor("bob-1")
                .actor(new Actor("user", "Bob", null, null, null))
                .session("other")
                .ip("::1")
                .userAgent("wget")
                .requestId("r-2")
                .traceId("t-2")
                .operation("login")
                .build();

        assertThat(CONTEXT.fill(complete)).isEqualTo(complete);
    }

    /** Else an administrator who records that an employee logged out would lose the own session by it. */
    @Test
    void doesNotMixTwoAccounts() {
        var filled = CONTEXT.fill(AuditEvent.of("logout").account("bob").build());

        assertThat(filled.sessionId()).isNull();
        assertThat(filled.actorId()).isNull();
        assertThat(filled.actor()).isNull();
        assertThat(filled.requestId()).isEqualTo("r-1");
    }

    @Test
    void fillsTheSessionOfTheSameAccount() {
        assertThat(CONTEXT.fill(AuditEvent.of("logout").account("alice").build())
                        .sessionId())
                .isEqualTo("hash");
    }

    @Test
    void leavesAnEventAloneWhenNothingIsKnown() {
        var event = AuditEvent.of("login").metadata("username", "a").build();

        assertThat(RequestContext.NONE.fill(event)).isEqualTo(event);
        assertThat(RequestContext.of("batch").fill(event).accountId()).isEqualTo("batch");
    }
}
