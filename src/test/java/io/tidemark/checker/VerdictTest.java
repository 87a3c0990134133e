package io.tidemark.checker;

import static io.tidemark.checker.Story.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of each promise a history that keeps it, and one that breaks it. */
class VerdictTest {
    private static final String STREAM = "reader/1";
    private static final String NEXT = "reader/2";

    @TempDir
    private Path directory;

    private Story story;

    @BeforeEach
    void begin() throws IOException {
        story = new Story(directory).token("a");
    }

    @Test
    void isContentWithWhatIsThereOnceAndInOrder() throws IOException {
        read(0).committed(1, 2, 3)
                .received(STREAM, event(1))
                .received(STREAM, event(2), event(3))
                .log(1, 2, 3);

        assertThat(story.judged().violations()).isEmpty();
    }

    @Test
    void findsACommittedTransactionThatIsNotThere() throws IOException {
        assertBroken(Violation.Kind.LOST, story.committed(1, 2, 3).log(1, 3));
    }

    @Test
    void findsAnEventThatWasSentAndIsNotInTheLog() throws IOException {
        read(0).begin("t", 1, 2).received(STREAM, event(1), event(2)).committed(3);

        var verdict = story.log(new long[] {1, 3}, new long[] {1, 3}).judged();

        assertThat(verdict.kinds()).contains(Violation.Kind.LOST, Violation.Kind.SPARSE);
    }

    @Test
    void findsAPartOfATransaction() throws IOException {
        assertBroken(
                Violation.Kind.TORN,
                story.begin("t", 1, 2, 3).end("t", Outcome.COMMITTED).log(1, 2));
    }

    @Test
    void findsAPartOfATransactionOfWhichNobodyKnowsWhetherItCommitted() throws IOException {
        assertBroken(
                Violation.Kind.TORN,
                story.begin("t", 1, 2, 3).end("t", Outcome.UNKNOWN).log(1, 2));
    }

    @Test
    void isContentWithAllOrNothingOfATransactionOfWhichNobodyKnows() throws IOException {
        story.begin("all", 1, 2)
                .end("all", Outcome.UNKNOWN)
                .begin("nothing", 3, 4)
                .end("nothing", Outcome.UNKNOWN);

        assertThat(story.begin("open", 5).log(1, 2).judged().violations()).isEmpty();
    }

    @Test
    void findsWhatWasRolledBack() throws IOException {
        assertBroken(
                Violation.Kind.INVENTED,
                story.begin("t", 1, 2).end("t", Outcome.ROLLED_BACK).log(1, 2));
    }

    @Test
    void findsWhatWasRolledBackToASavepoint() throws IOException {
        assertBroken(
                Violation.Kind.INVENTED,
                story.beginWithSavepoint("t", 2, 1).end("t", Outcome.COMMITTED).log(1, 2));
    }

    @Test
    void findsWhatNobodyEmitted() throws IOException {
        assertBroken(Violation.Kind.INVENTED, story.committed(1).log(1, 2));
    }

    @Test
    void findsAnEventWithTwoPositions() throws IOException {
        assertBroken(Violation.Kind.DUPLICATED, story.committed(1, 2).log(1, 2, 1));
    }

    @Test
    void findsAPositionThatNoEventHas() throws IOException {
        assertBroken(Violation.Kind.SPARSE, story.committed(1, 2).log(new long[] {1, 3}, new long[] {1, 2}));
    }

    @Test
    void findsTwoEventsAtOnePosition() throws IOException {
        read(0).begin("one", 1).begin("two", 2).end("one", Outcome.UNKNOWN).end("two", Outcome.UNKNOWN);
        story.received(STREAM, new Event(1, Story.id(2), "login", "failure", "s"));

        assertBroken(Violation.Kind.DIFFERENT, story.log(1));
    }

    @Test
    void findsATransactionAheadOfOneThatHadCommittedBeforeItBegan() throws IOException {
        assertBroken(Violation.Kind.REORDERED, story.committed(1, 2).log(2, 1));
    }

    @Test
    void isContentWithAnyOrderOfTransactionsThatOverlap() throws IOException {
        story.begin("one", 1).begin("two", 2).end("one", Outcome.COMMITTED).end("two", Outcome.COMMITTED);

        assertThat(story.log(2, 1).judged().violations()).isEmpty();
    }

    @Test
    void findsAnotherOrderThanThatOfTheEmission() throws IOException {
        assertBroken(
                Violation.Kind.REORDERED,
                story.begin("t", 1, 2).end("t", Outcome.COMMITTED).log(2, 1));
    }

    @Test
    void findsWhatAReaderGotTwice() throws IOException {
        read(0).committed(1, 2).received(STREAM, event(1), event(2));
        story.open(NEXT, Choice.ALL, 2, "a").opened(NEXT).received(NEXT, event(2));

        assertBroken(Violation.Kind.DUPLICATED, story.log(1, 2));
    }

    @Test
    void findsWhatAReaderGotTooLate() throws IOException {
        read(0).committed(1, 2).received(STREAM, event(2), event(1));

        assertThat(story.log(1, 2).judged().kinds()).contains(Violation.Kind.REORDERED);
    }

    @Test
    void findsWhatAReaderDidNotGetAfterItHadComeBack() throws IOException {
        read(0).committed(1, 2, 3).received(STREAM, event(1));
        story.open(NEXT, Choice.ALL, 1, "a").opened(NEXT).received(NEXT, event(3));

        assertBroken(Violation.Kind.LOST, story.log(1, 2, 3));
    }

    @Test
    void findsWhatAHeartbeatPassedOver() throws IOException {
        read(0).committed(1, 2).received(STREAM, event(1)).position(STREAM, 2);

        assertBroken(Violation.Kind.LOST, story.log(1, 2));
    }

    @Test
    void findsAReaderThatNeverCameToTheEnd() throws IOException {
        read(0).committed(1, 2).received(STREAM, event(1));

        assertBroken(Violation.Kind.LOST, story.marker("t2").log(1, 2));
    }

    @Test
    void isContentWithWhatTheFilterLeavesOut() throws IOException {
        story.open(STREAM, Choice.FAILURES, 0, "a")
                .opened(STREAM)
                .begin("t", 1, 2)
                .end("t", Outcome.COMMITTED);
        story.open("other/1", Choice.ALL, 0, "a").opened("other/1").received("other/1", success(1), event(2));

        assertThat(story.received(STREAM, event(2)).judged().violations()).isEmpty();
    }

    @Test
    void findsWhatTheFilterShouldHaveLeftOut() throws IOException {
        story.open(STREAM, Choice.FAILURES, 0, "a").opened(STREAM).committed(1);

        assertBroken(Violation.Kind.INVENTED, story.received(STREAM, success(1)));
    }

    @Test
    void findsAnEventAboveTheRevocation() throws IOException {
        read(0).revoke("r", "account", "reader", 1).end("r", Outcome.COMMITTED).committed(2);

        assertBroken(
                Violation.Kind.LEAKED,
                story.received(STREAM, event(1), event(2)).log(1, 2));
    }

    @Test
    void findsAnEventAboveARevocationThatTheClientWasNotToldOf() throws IOException {
        read(0).revoke("r", "token", "a", 1).end("r", Outcome.UNKNOWN).committed(2);

        assertBroken(
                Violation.Kind.LEAKED,
                story.received(STREAM, event(1), event(2)).log(1, 2));
    }

    @Test
    void isContentWithTheRevocationItselfAndWithOtherTokens() throws IOException {
        read(0).revoke("r", "session", "session of a", 1)
                .end("r", Outcome.COMMITTED)
                .received(STREAM, event(1));
        story.token("b")
                .open(NEXT, Choice.ALL, 1, "b")
                .opened(NEXT)
                .committed(2)
                .received(NEXT, event(2));

        assertThat(story.log(1, 2).judged().violations()).isEmpty();
    }

    @Test
    void findsARevokedTokenThatIsTaken() throws IOException {
        story.revoke("r", "role", "reader", 1).end("r", Outcome.COMMITTED).log(1);

        assertBroken(
                Violation.Kind.ACCEPTED, story.open(STREAM, Choice.ALL, 1, "a").opened(STREAM));
    }

    @Test
    void isContentWithATokenThatIsTakenWhileTheRevocationHasNoPositionYet() throws IOException {
        story.revoke("r", "role", "reader", 1).end("r", Outcome.COMMITTED);
        read(0).log(1);

        assertThat(story.judged().violations()).isEmpty();
    }

    @Test
    void findsANodeThatServesAfterItsLease() throws IOException {
        read(1).committed(1).log(1).fault(Fault.CUT_LOG, "done").later(0.15).position(STREAM, 1);

        assertBroken(Violation.Kind.STALE, story.fault(Fault.CUT_LOG, "ending"));
    }

    @Test
    void findsANodeThatTakesAReaderInAfterItsLease() throws IOException {
        story.open(STREAM, Choice.ALL, 0, "a")
                .fault(Fault.FREEZE_LOG, "done")
                .later(0.15)
                .opened(STREAM);

        assertBroken(Violation.Kind.STALE, story.fault(Fault.FREEZE_LOG, "ending"));
    }

    @Test
    void isContentWithANodeThatServesWithinItsLeaseAndAfterItIsMended() throws IOException {
        read(1).committed(1)
                .log(1)
                .fault(Fault.CUT_LOG, "done")
                .position(STREAM, 1)
                .later(0.15);
        story.fault(Fault.CUT_LOG, "ending").position(STREAM, 1);

        assertThat(story.judged().violations()).isEmpty();
    }

    @Test
    void isContentWithWhatANodeSendsWhenItWakesUp() throws IOException {
        read(1).committed(1)
                .log(1)
                .fault(Fault.CUT_LOG, "done")
                .fault(Fault.PAUSE_NODE, "done")
                .later(0.15);
        story.fault(Fault.PAUSE_NODE, "ended").position(STREAM, 1).fault(Fault.CUT_LOG, "ending");

        assertThat(story.judged().violations()).isEmpty();
    }

    @Test
    void isContentWithWhatAReaderThatHadStoppedReadingFindsInItsBuffers() throws IOException {
        read(1).committed(1)
                .log(1)
                .stalled(STREAM)
                .fault(Fault.CUT_LOG, "done")
                .later(0.15)
                .position(STREAM, 1);

        assertThat(story.fault(Fault.CUT_LOG, "ending").judged().violations()).isEmpty();
    }

    @Test
    void showsTheLinesThatProveIt() throws IOException {
        var verdict =
                story.begin("t", 1, 2, 3).end("t", Outcome.COMMITTED).log(1, 2).judged();

        assertThat(new Report(verdict).text())
                .contains(
                        "# Checker: 1 violations",
                        "## TORN: 1",
                        "2 of 3 events are in the log",
                        "    3: {",
                        "    5: {");
    }

    private Story read(long after) {
        return story.open(STREAM, Choice.ALL, after, "a").opened(STREAM);
    }

    private static Event success(long seq) {
        return new Event(seq, Story.id(seq), "login", "success", "s");
    }

    private static void assertBroken(Violation.Kind kind, Story story) throws IOException {
        assertThat(story.judged().violations()).isNotEmpty().allSatisfy(violation -> {
            assertThat(violation.kind()).isEqualTo(kind);
            assertThat(violation.lines()).isNotEmpty();
        });
    }
}
