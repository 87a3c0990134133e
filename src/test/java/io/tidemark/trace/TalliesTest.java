package io.tidemark.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TalliesTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final SetClock clock = new SetClock();
    private final Tallies tallies = new Tallies(clock);

    @Test
    void tellsTheFirstOfAMinuteFromThoseAfterIt() {
        assertThat(tallies.isFirst("a", TalliesTest::event, "x")).isTrue();
        assertThat(tallies.isFirst("a", TalliesTest::event, "x")).isFalse();
        assertThat(tallies.isFirst("b", TalliesTest::event, "x")).isTrue();
    }

    @Test
    void givesTheOthersAsOneEventWhenTheMinuteIsOver() {
        tallies.isFirst("a", TalliesTest::event, "first");
        clock.now = START.plusSeconds(10);
        tallies.isFirst("a", TalliesTest::event, "x");
        tallies.isFirst("a", TalliesTest::event, "y");
        clock.now = START.plusSeconds(20);
        tallies.isFirst("a", TalliesTest::event, "x");
        clock.now = START.plusSeconds(59);
        assertThat(tallies.take(false)).isEmpty();

        clock.now = START.plusSeconds(60);
        List<AuditEvent> over = tallies.take(false);

        assertThat(over).singleElement().satisfies(event -> {
            assertThat(event.occurredAt()).isEqualTo(START.plusSeconds(20));
            assertThat(members(event))
                    .isEqualTo(Map.of("count", 3, "since", START.toString(), "of", List.of("x", "y")));
        });
        assertThat(tallies.take(true)).isEmpty();
        assertThat(tallies.isFirst("a", TalliesTest::event, "x")).isTrue();
    }

    @Test
    void givesNothingForOneThatWasAlone() {
        tallies.isFirst("a", TalliesTest::event, "x");
        clock.now = START.plusSeconds(60);

        assertThat(tallies.take(false)).isEmpty();
        assertThat(tallies.isFirst("a", TalliesTest::event, "x")).isTrue();
    }

    @Test
    void givesAllWhenAskedThoughTheirMinuteIsNotOver() {
        tallies.isFirst("a", TalliesTest::event, "x");
        tallies.isFirst("a", TalliesTest::event, "x");

        assertThat(tallies.take(true)).hasSize(1);
    }

    @Test
    void keepsTwentyDifferentOnesAndCountsAll() {
        tallies.isFirst("a", TalliesTest::event, "first");
        IntStream.range(0, 50).forEach(i -> tallies.isFirst("a", TalliesTest::event, "x" + i));

        assertThat(tallies.take(true)).singleElement().satisfies(event -> {
            assertThat(members(event)).containsEntry("count", 50);
            assertThat((List<?>) members(event).get("of")).hasSize(20);
        });
    }

    /** A surrogate pair that was cut in two, or too much of it, made an event that cannot be stored. */
    @Test
    void keepsOfEachOnlyWhatAnEventCanHold() {
        tallies.isFirst("a", TalliesTest::event, "first");
        IntStream.range(0, 50).forEach(i -> tallies.isFirst("a", TalliesTest::event, i + "\u0001".repeat(4_000)));
        tallies.isFirst("b", TalliesTest::event, "first");
        tallies.isFirst("b", TalliesTest::event, "x".repeat(199) + "😀😀");
        tallies.isFirst("b", TalliesTest::event, "\ud83d\u0000");

        assertThat(tallies.take(true))
                .hasSize(2)
                .anySatisfy(event ->
                        assertThat(members(event)).containsEntry("of", List.of("x".repeat(199) + "😀…", "??")));
    }

    @Test
    void givesTheOthersThoughOneCannotBecomeAnEvent() {
        for (var key : List.of("a", "b", "c")) {
            tallies.isFirst(key, () -> AuditEvent.of(key.equals("b") ? "" : "audit.query"), "first");
            tallies.isFirst(key, TalliesTest::event, "x");
        }

        assertThat(tallies.take(true)).hasSize(2);
        assertThat(tallies.take(true)).isEmpty();
    }

    /** Those after one that could not be stored were counted, and answered, with nothing stored. */
    @Test
    void hasNoFirstUntilItIsStored() {
        Runnable failing = () -> {
            throw new IllegalStateException("not stored");
        };
        int[] stored = {0};
        Runnable storing = () -> stored[0]++;

        assertThatThrownBy(() -> tallies.storeFirst("a", TalliesTest::event, "x", failing))
                .hasMessage("not stored");
        tallies.storeFirst(
                "a", TalliesTest::event, "x", () -> tallies.storeFirst("a", TalliesTest::event, "meanwhile", storing));
        assertThat(stored[0]).isEqualTo(1);

        tallies.storeFirst("a", TalliesTest::event, "y", storing);
        assertThat(stored[0]).isEqualTo(1);
        assertThat(tallies.take(true))
                .singleElement()
                .satisfies(event ->
                        assertThat(members(event)).containsEntry("count", 1).containsEntry("of", List.of("y")));
    }

    @Test
    void losesNoneOfThoseThatComeAtOnce() {
        long first = IntStream.range(0, 10_000)
                .parallel()
                .filter(i -> tallies.isFirst("a", TalliesTest::event, "x"))
                .count();

        assertThat(first).isEqualTo(1);
        assertThat(tallies.take(true)).singleElement().satisfies(event -> {
            assertThat(members(event)).containsEntry("count", 9_999);
        });
    }

    private static AuditEventBuilder event() {
        return AuditEvent.of("audit.query");
    }

    private static Map<String, @Nullable Object> members(AuditEvent event) {
        return Objects.requireNonNull(event.metadata()).members();
    }

    private static final class SetClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
