package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Drift;
import io.tidemark.event.ErrorCategory;
import io.tidemark.event.EventTypes;
import io.tidemark.event.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenialTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final DenialLimit limit = new DenialLimit(3, 5);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, none, no credentials",
                "Bearer abc.def, bearer, credentials refused",
                "Basic dTpw, basic, credentials refused",
                "secret-without-scheme, unknown, credentials refused"
            })
    void recordsAFailedAuthenticationWithoutTheCredentials(@Nullable String header, String method, String reason) {
        var event = new Denial(401, "GET", "/x", header).authn("alice").event();

        assertThat(event.eventType()).isEqualTo("authn.result");
        assertThat(event.outcome()).isEqualTo(Outcome.FAILURE);
        assertThat(event.errorCategory()).isEqualTo(ErrorCategory.AUTHN);
        assertThat(event.accountId()).isEqualTo("alice");
        assertThat(Objects.requireNonNull(event.metadata()).members())
                .containsEntry("method", method)
                .containsEntry("success", false)
                .containsEntry("failureReason", reason);
        assertThat(EventTypes.builtIn().check(event)).isEqualTo(Drift.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "/bank/transfers/7, /bank/transfers/7",
        "/bank;jsessionid=0123/transfers;v=1, /bank/transfers",
        "//bank//, /bank",
        "/;jsessionid=1, /",
        "/, /"
    })
    void recordsADeniedRequestByItsPathWithoutTheSession(String uri, String path) {
        var event = new Denial(403, "DELETE", uri, null).authz().event();

        assertThat(event.eventType()).isEqualTo("authz.decision");
        assertThat(event.errorCategory()).isEqualTo(ErrorCategory.AUTHZ);
        assertThat(Objects.requireNonNull(event.metadata()).members())
                .containsEntry("relation", "DELETE")
                .containsEntry("objectType", "path")
                .containsEntry("objectId", path)
                .containsEntry("decision", "denied");
        assertThat(EventTypes.builtIn().check(event)).isEqualTo(Drift.NONE);
    }

    @Test
    void dropsWhatOneClientSendsTooOftenAndTellsHowMany() {
        for (int i = 0; i < 3; i++) assertThat(limit.admit("a", NOON)).isZero();
        for (int i = 0; i < 7; i++) assertThat(limit.admit("a", NOON)).isEqualTo(-1);

        assertThat(limit.admit("b", NOON)).as("another client").isEqualTo(7);
        assertThat(limit.admit("a", NOON.plus(Duration.ofMinutes(1))))
                .as("the next minute")
                .isZero();
        assertThat(limit.dropped()).isEqualTo(7);
    }

    @Test
    void dropsWhatAllClientsSendTooOften() {
        for (int i = 0; i < 5; i++) assertThat(limit.admit("client-" + i, NOON)).isZero();

        assertThat(limit.admit("client-5", NOON)).isEqualTo(-1);
        assertThat(limit.admit("client-5", NOON.plusSeconds(60))).isEqualTo(1);
    }

    @Test
    void remembersABoundedNumberOfClients() {
        var wide = new DenialLimit(1, 100_000);
        for (int i = 0; i < 20_000; i++)
            assertThat(wide.admit("client-" + i, NOON)).isZero();

        assertThat(wide.admit("client-1", NOON)).isEqualTo(-1);
        assertThat(wide.admit("client-15000", NOON)).as("not remembered").isEqualTo(1);
    }

    @Test
    void recordsARequestOnce() {
        var request = new Refusable();

        assertThat(request.record()).isTrue();
        assertThat(request.record()).isFalse();
    }
}
