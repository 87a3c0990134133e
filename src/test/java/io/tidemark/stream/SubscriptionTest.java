package io.tidemark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Filter;
import io.tidemark.event.LogUnavailable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private static final Filter FAILURES = Filter.of(Map.of("outcome", List.of("failure")));
    private static final Filter CAPTURED = Filter.of(Map.of("request.even", List.of("true")));

    private final Wire wire = new Wire();
    private final Source source = new Source(wire);

    @Test
    void sendsEveryEntryAboveTheCursorOnceWhereverItBegins() throws IOException {
        source.publish(1_000);
        // Around the head, the oldest entry of the ring, and the pages of 200 below it.
        for (long cursor : new long[] {0, 1, 299, 300, 499, 500, 501, 699, 700, 701, 702, 998, 999, 1_000}) {
            wire.clear();
            source.start(cursor, Filter.ALL);
            assertThat(wire.ids()).as("after %d", cursor).containsExactlyElementsOf(numbers(cursor + 1, 1_000));
            assertThat(wire.lastId()).as("cursor").isIn("", "1000");
        }
    }

    @Test
    void goesOnFromPageToRingWithoutOverlap() throws IOException {
        source.publish(1_000);
        var subscription = source.start(10, Filter.ALL);
        for (long head = 1_001; head <= 1_700; head += 7) {
            source.publish(head);
            subscription.schedule();
            source.runAll();
        }
        assertThat(wire.ids()).containsExactlyElementsOf(numbers(11, source.head()));
    }

    /** A page holds 200 matching entries: exactly one page, one less, one more, and none. */
    @Test
    void findsEveryMatchWhereAPageEnds() throws IOException {
        for (int matches : new int[] {0, 199, 200, 201, 400}) {
            wire.clear();
            source.head = 0;
            source.publish(matches * 3L + 2);
            source.ring = 0;
            source.start(0, FAILURES);
            assertThat(wire.ids()).hasSize(matches).allMatch(seq -> seq % 3 == 0);
            assertThat(wire.lastId()).isEqualTo(Long.toString(source.head()));
        }
    }

    @Test
    void movesTheCursorOfANarrowFilterToTheHead() throws IOException {
        source.publish(5);
        var subscription = source.start(3, FAILURES);

        assertThat(wire.ids()).isEmpty();
        assertThat(wire.text()).endsWith(": keepalive\nid: 5\n\n");
        assertThat(subscription.position()).isEqualTo(5);
    }

    /** What only the payload says is not in the ring: every tenth entry is wanted, and the database alone knows. */
    @Test
    void asksTheDatabaseWhatOnlyThePayloadSays() throws IOException {
        source.publish(1_000);
        var subscription = source.start(0, CAPTURED);
        for (long head = 1_001; head <= 1_100; head++) {
            source.publish(head);
            subscription.schedule();
            source.runAll();
        }

        assertThat(wire.ids())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 110).map(i -> 10 * i).boxed().toList());
        assertThat(subscription.position()).isEqualTo(1_100);
    }

    @Test
    void asksTheDatabaseOnlyForEntriesThatMayBeWanted() throws IOException {
        source.publish(1_000);
        var subscription = source.start(1_000, CAPTURED);
        for (long head = 1_001; head <= 1_100; head++) {
            source.publish(head);
            subscription.schedule();
            source.runAll();
        }

        assertThat(source.pages).as("of 100 entries 20 have a payload").isEqualTo(20);
    }

    /** A filter that finds little must not be one statement over the whole log. */
    @Test
    void asksForABoundedNumberOfPositionsAtATime() throws IOException {
        source.publish(250_000);
        var subscription = source.start(0, Filter.of(Map.of("eventType", List.of("logout"))));

        assertThat(subscription.position()).isEqualTo(250_000);
        assertThat(source.widest).isEqualTo(100_000);
    }

    @Test
    void asksForFewPositionsWhereEachPayloadIsRead() throws IOException {
        source.publish(10_000);
        var subscription = source.start(0, CAPTURED);

        assertThat(subscription.position()).isEqualTo(10_000);
        assertThat(source.widest).isEqualTo(1_000);
    }

    @Test
    void sendsItsHeartbeatThoughTheDatabaseDoesNotAnswer() throws IOException {
        source.publish(1_000);
        source.failure = new LogUnavailable("gone", new IllegalStateException());
        var subscription = source.start(0, Filter.ALL);
        subscription.keepAlive();
        source.runAll();

        assertThat(wire.text()).endsWith(": keepalive\nid: 0\n\n");
    }

    @Test
    void losesNothingWhenTheDatabaseFailsToTell() throws IOException {
        source.publish(100);
        source.failure = new LogUnavailable("gone", new IllegalStateException());
        var subscription = source.start(0, CAPTURED);
        assertThat(subscription.position()).isEqualTo(4);

        source.failure = null;
        subscription.schedule();
        source.runAll();
        assertThat(wire.ids()).containsExactly(10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L, 90L, 100L);
    }

    /** The reader comes from a node that is ahead of this one. */
    @Test
    void waitsWhenTheCursorIsAboveTheHeadOfThisNode() throws IOException {
        source.publish(10);
        var subscription = source.start(15, Filter.ALL);
        assertThat(wire.ids()).isEmpty();
        source.publish(14);
        subscription.schedule();
        source.runAll();
        assertThat(wire.ids()).isEmpty();
        assertThat(subscription.position()).isEqualTo(15);

        source.publish(17);
        subscription.schedule();
        source.runAll();
        assertThat(wire.ids()).containsExactly(16L, 17L);
    }

    @Test
    void sendsNothingAboveTheHeadThoughTheLogHasMore() throws IOException {
        source.publish(1_000);
        source.head = 700;
        source.ring = 0;
        source.start(650, Filter.ALL);

        assertThat(wire.ids()).containsExactlyElementsOf(numbers(651, 700));
    }

    /** A page ends at the head that was asked for: what arrives meanwhile is not in it. */
    @Test
    void missesNothingThatArrivesWhileAPageIsRead() throws IOException {
        source.publish(1_000);
        source.ring = 0;
        source.meanwhile = () -> source.publish(Math.min(source.head() + 3, 2_000));
        source.start(0, Filter.ALL);
        assertThat(wire.ids()).containsExactlyElementsOf(numbers(1, 2_000));

        wire.clear();
        source.start(0, FAILURES);
        assertThat(wire.ids())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 666).map(i -> 3 * i).boxed().toList());
    }

    /** An entry goes into the ring before the head moves: it is not sent before guard has seen it. */
    @Test
    void sendsNothingAboveTheHeadThoughTheRingHasMore() throws IOException {
        source.publish(100);
        source.inRing = 100;
        source.head = 90;
        source.start(80, Filter.ALL);

        assertThat(wire.ids()).containsExactlyElementsOf(numbers(81, 90));
    }

    @Test
    void triesAgainWhatTheDatabaseDidNotAnswer() throws IOException {
        source.publish(1_000);
        source.failure = new LogUnavailable("gone", new IllegalStateException());
        var subscription = source.start(0, Filter.ALL);
        assertThat(wire.ids()).isEmpty();

        source.failure = null;
        subscription.schedule();
        source.runAll();
        assertThat(wire.ids()).containsExactlyElementsOf(numbers(1, 1_000));
    }

    @Test
    void isWrittenByOneTaskAtATimeHoweverOftenItIsCalled() throws IOException {
        source.publish(1_000);
        var subscription = source.subscribe(0, Filter.ALL);
        subscription.start();
        for (int i = 0; i < 10; i++) subscription.schedule();
        assertThat(source.tasks).hasSize(1);
        wire.atSend(6, subscription::schedule);
        source.runAll();
        assertThat(wire.ids()).containsExactlyElementsOf(numbers(1, 1_000));
    }

    /** Of a transport that is done later: no thread waits, and nobody else writes meanwhile. */
    @Test
    void goesOnWhenTheWriteIsDone() throws IOException {
        source.publish(1_000);
        wire.slow = true;
        var subscription = source.start(0, Filter.ALL);
        assertThat(wire.ids()).isEmpty();
        for (int writes = 2; writes <= 60; writes++) {
            subscription.schedule();
            source.runAll();
            wire.release(null);
            source.runAll();
        }
        assertThat(wire.ids())
                .hasSizeGreaterThan(500)
                .isEqualTo(numbers(1, wire.ids().size()));
        assertThat(subscription.position()).isLessThan(wire.ids().size());

        while (subscription.position() < 1_000) {
            wire.release(null);
            source.runAll();
        }
        assertThat(wire.ids()).containsExactlyElementsOf(numbers(1, 1_000));
    }

    @Test
    void asksNothingWhileAWriteIsUnderWay() throws IOException {
        source.publish(100);
        wire.slow = true;
        wire.answers = 1;
        var subscription = source.start(0, Filter.ALL);
        wire.release(null);
        source.runAll();
        wire.probeDue = true;
        subscription.schedule();
        source.runAll();
        assertThat(wire.probes).isZero();

        wire.release(null);
        source.runAll();
        assertThat(wire.probes).isEqualTo(1);
    }

    @Test
    void putsTheEventsOfAWriteIntoOneJsonMessage() throws IOException {
        wire.format = Format.JSON;
        source.publish(3);
        var subscription = source.start(0, Filter.ALL);
        subscription.keepAlive();
        source.runAll();
        subscription.end(End.Closed.EXPIRED);
        source.runAll();

        assertThat(wire.text())
                .isEqualTo("{\"event\":\"connected\",\"data\":{\"retry\":2000}}"
                        + "{\"event\":\"audit\",\"data\":["
                        + Entries.entry(1).json() + "," + Entries.entry(2).json() + ","
                        + Entries.entry(3).json() + "],\"id\":3}"
                        + "{\"event\":\"keepalive\",\"id\":3}"
                        + "{\"event\":\"closed\",\"data\":{\"reason\":\"expired\"}}");
    }

    /** The cursor of a message is behind all that the filter passed over. */
    @Test
    void givesAMessageThePositionThatWasReached() throws IOException {
        wire.format = Format.JSON;
        source.publish(5);
        source.start(0, FAILURES);

        assertThat(wire.text()).contains("],\"id\":5}").doesNotContain("\"id\":3}");
    }

    @Test
    void wantsWhatItsFilterMayMatch() {
        var odd = List.of(Entries.entry(1));
        var both = List.of(Entries.entry(1), Entries.entry(3));

        assertThat(source.subscribe(0, Filter.ALL).wants(odd)).isTrue();
        assertThat(source.subscribe(0, FAILURES).wants(odd)).isFalse();
        assertThat(source.subscribe(0, FAILURES).wants(both)).isTrue();
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
