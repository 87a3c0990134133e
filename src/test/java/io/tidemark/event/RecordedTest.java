package io.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.AuthzDecision.Decision;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the recorder takes becomes events that fit the catalogue, whatever it holds. */
class RecordedTest {
    private static final String JUNK = "a\0\ud800" + "x".repeat(5_000);

    static Stream<Arguments> events() {
        var tuples = List.of(new TupleChange.Tuple("user:a", "viewer", "doc:1"));
        return Stream.of(
                Arguments.of(AuthnResult.success("password", "alice").event(), Outcome.SUCCESS),
                Arguments.of(
                        AuthnResult.failure("password", null, "no such user").event(), Outcome.FAILURE),
                Arguments.of(AuthnResult.failure(JUNK, JUNK, JUNK).event(), Outcome.FAILURE),
                Arguments.of(AuthzDecision.allowed("owner", "doc", "1").event(), Outcome.SUCCESS),
                Arguments.of(AuthzDecision.denied("owner", "doc", "1").event(), Outcome.FAILURE),
                Arguments.of(new AuthzDecision("owner", "doc", "1", Decision.NO_RULE, null).event(), Outcome.FAILURE),
                Arguments.of(new AuthzDecision(JUNK, JUNK, "", Decision.ERROR, JUNK).event(), Outcome.FAILURE),
                Arguments.of(new ResourceMutation(Mutation.CREATE, "doc", "1").event(), Outcome.SUCCESS),
                Arguments.of(new ResourceMutation(Mutation.DELETE, JUNK, JUNK).event(), Outcome.SUCCESS),
                Arguments.of(new TupleChange(TupleChange.Kind.WRITE, tuples).event(), Outcome.SUCCESS),
                Arguments.of(
                        new TupleChange(TupleChange.Kind.DELETE, List.of(new TupleChange.Tuple(JUNK, "", JUNK)))
                                .event(),
                        Outcome.SUCCESS));
    }

    @ParameterizedTest
    @MethodSource("events")
    void fitsTheCatalogue(AuditEvent event, Outcome outcome) {
        assertThat(EventTypes.builtIn().check(event)).isEqualTo(Drift.NONE);
        assertThat(event.outcome()).isEqualTo(outcome);
    }

    @Test
    void tellsWhyADecisionFailed() {
        assertThat(AuthzDecision.denied("owner", "doc", "1").event().errorCategory())
                .isEqualTo(ErrorCategory.AUTHZ);
        assertThat(new AuthzDecision("owner", "doc", "1", Decision.ERROR, "down")
                        .event()
                        .errorCategory())
                .isEqualTo(ErrorCategory.SYSTEM);
        assertThat(AuthnResult.failure("password", "a", "wrong").event().errorMessage())
                .isEqualTo("wrong");
    }

    @Test
    void refusesAMutationThatIsNone() {
        assertThatThrownBy(() -> new ResourceMutation(Mutation.NONE, "doc", "1"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
