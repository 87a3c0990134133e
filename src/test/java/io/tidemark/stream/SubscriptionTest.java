package io.tidemark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.Filter;
import io.tidemark.event.LogGone;
import io.tidemark.event.LogUnavailable;
import io.tidemark.store.LogEntry;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private static final Filter FAILURES = Filter.of(Map.of("outcome", List.of("failure")));
    private static final Filter CAPTURED = Filter.of(Map.of("request.even", List.of("true")));
    private static final int RING = 300;

    private final Wire wire = new Wire();
    private final Source source = new Source();

    @Test
    void sendsEveryEntryAboveTheCursorOnceWhereverItBegins() throws IOException {
        source.publish(1_000);
        // Around the head, the oldest entry of the ring, and the pages of 200 below it.
        for (long cursor : new long[] {0, 1, 299, 300, 499, 500, 501, 699, 700, 701, 702, 998, 999, 1_000}) {
            wire.clear();
            start(cursor, Filter.ALL);
            assertThat(wire.ids()).as("after %d", cursor).containsExactlyElementsOf(numbers(cursor + 1, 1_000));
            assertThat(wire.lastId()).as("cursor").isIn("", "1000");
        }
    }

    @Test
    void goesOnFromPageToRingWithoutOverlap() throws IOException {
        source.publish(1_000);
        var subscription = start(10, Filter.ALL);
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
            start(0, FAILURES);
            assertThat(wire.ids()).hasSize(matches).allMatch(seq -> seq % 3 == 0);
            assertThat(wire.lastId()).isEqualTo(Long.toString(source.head()));
        }
    }

    @Test
    void movesTheCursorOfANarrowFilterToTheHead() throws IOException {
        source.publish(5);
        var subscription = start(3, FAILURES);

        assertThat(wire.ids()).isEmpty();
        assertThat(wire.text()).endsWith(": keepalive\nid: 5\n\n");
        assertThat(subscription.position()).isEqualTo(5);
    }

    /** What only the payload says is not in the ring: every tenth entry is wanted, and the database alone knows. */
    @Test
    void asksTheDatabaseWhatOnlyThePayloadSays() throws IOException {
        source.publish(1_000);
        var subscription = start(0, CAPTURED);
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
        var subscription = start(1_000, CAPTURED);
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
        var subscription = start(0, Filter.of(Map.of("eventType", List.of("logout"))));

        assertThat(subscription.position()).isEqualTo(250_000);
        assertThat(source.widest).isEqualTo(100_000);
    }

    @Test
    void asksForFewPositionsWhereEachPayloadIsRead() throws IOException {
        source.publish(10_000);
        var subscription = start(0, CAPTURED);

        assertThat(subscription.position()).isEqualTo(10_000);
        assertThat(source.widest).isEqualTo(1_000);
    }

    @Test
    void sendsItsHeartbeatThoughTheDatabaseDoesNotAnswer() throws IOException {
        source.publish(1_000);
        source.failure = new LogUnavailable("gone", new IllegalStateException());
        var subscription = start(0, Filter.ALL);
        subscription.keepAlive();
        source.runAll();

        assertThat(wire.text()).endsWith(": keepalive\nid: 0\n\n");
    }

    /** A reader must not stay connected because the report of its end failed or took long. */
    @Test
    void reportsItsEndOnceAfterItsConnectionIsClosed() throws IOException {
        source.report = () -> assertThat(wire.closed).isEqualTo(1);
        var subscription = start(0, Filter.ALL);
        subscription.end(End.Closed.EXPIRED);
        source.runAll();
        subscription.leave();
        source.runAll();

        assertThat(source.reports).containsExactly("expired");
    }

    @Test
    void reportsTheEndOfOneThatWasNeverStarted() {
        var subscription = subscribe(0, Filter.ALL);
        subscription.end(End.Closed.REPLACED);
        assertThat(subscription.forsake(false)).as("its client may still come").isFalse();
        assertThat(source.watched).containsExactly(subscription);

        assertThat(subscription.forsake(true)).isTrue();
        assertThat(subscription.forsake(true)).isTrue();
        assertThat(source.reports).containsExactly("replaced");
    }

    @Test
    void leavesTheReportToWhoWithdrawsIt() {
        var subscription = subscribe(0, Filter.ALL);

        assertThat(subscription.withdraw()).isTrue();
        subscription.end(End.Closed.REPLACED);
        subscription.forsake(true);

        assertThat(subscription.withdraw()).isFalse();
        assertThat(source.reports).isEmpty();
    }

    @Test
    void losesNothingWhenTheDatabaseFailsToTell() throws IOException {
        source.publish(100);
        source.failure = new LogUnavailable("gone", new IllegalStateException());
        var subscription = start(0, CAPTURED);
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
        var subscription = start(15, Filter.ALL);
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
        start(650, Filter.ALL);

        assertThat(wire.ids()).containsExactlyElementsOf(numbers(651, 700));
    }

    /** A page ends at the head that was asked for: what arrives meanwhile is not in it. */
    @Test
    void missesNothingThatArrivesWhileAPageIsRead() throws IOException {
        source.publish(1_000);
        source.ring = 0;
        source.meanwhile = () -> source.publish(Math.min(source.head() + 3, 2_000));
        start(0, Filter.ALL);
        assertThat(wire.ids()).containsExactlyElementsOf(numbers(1, 2_000));

        wire.clear();
        start(0, FAILURES);
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
        start(80, Filter.ALL);

        assertThat(wire.ids()).containsExactlyElementsOf(numbers(81, 90));
    }

    @Test
    void sendsNothingAfterTheEndThatCameWhileItWasCatchingUp() throws IOException {
        source.publish(1_000);
        source.ring = 0;
        var subscription = subscribe(0, Filter.ALL);
        wire.atSend(4, () -> subscription.end(new End.Revoked(1_001, "logout", "session")));
        subscription.start();
        source.runAll();

        assertThat(wire.ids()).containsExactlyElementsOf(numbers(1, wire.ids().size()));
        assertThat(wire.ids()).hasSizeLessThan(100);
        assertThat(wire.text()).endsWith("\"eventType\":\"logout\",\"reason\":\"session\"}\n\n");
        assertThat(wire.closed).isEqualTo(1);
    }

    @Test
    void triesAgainWhatTheDatabaseDidNotAnswer() throws IOException {
        source.publish(1_000);
        source.failure = new LogUnavailable("gone", new IllegalStateException());
        var subscription = start(0, Filter.ALL);
        assertThat(wire.ids()).isEmpty();

        source.failure = null;
        subscription.schedule();
        source.runAll();
        assertThat(wire.ids()).containsExactlyElementsOf(numbers(1, 1_000));
    }

    /** Skipping what is gone would be a hole that its reader cannot see. */
    @Test
    void endsInsteadOfSkippingWhatIsGone() throws IOException {
        source.publish(1_000);
        source.failure = new LogGone(600);
        start(0, Filter.ALL);

        assertThat(wire.ids()).isEmpty();
        assertThat(wire.text()).endsWith("event: closed\ndata: {\"reason\":\"purged\"}\n\n");
        assertThat(wire.closed).isEqualTo(1);
        assertThat(source.reports).containsExactly("purged");
    }

    /** It stayed open and silent for ever: its count of calls was never given back. */
    @Test
    void endsWhenReadingFailsForAReasonNobodyThoughtOf() throws IOException {
        source.publish(1_000);
        source.failure = new IllegalStateException("no reason");
        var subscription = start(0, Filter.ALL);

        assertThat(subscription.isClosed()).isTrue();
        assertThat(wire.closed).isEqualTo(1);
    }

    @Test
    void endsWhenTheClientIsGone() throws IOException {
        source.publish(1_000);
        var subscription = subscribe(0, Filter.ALL);
        wire.atSend(5, () -> wire.broken = true);
        subscription.start();
        source.runAll();

        assertThat(subscription.isClosed()).isTrue();
        assertThat(wire.closed).isEqualTo(1);
        subscription.schedule();
        source.runAll();
        assertThat(wire.closed).isEqualTo(1);
    }

    @Test
    void tellsTheCallerThatTheClientLeftBeforeTheBeginning() {
        wire.broken = true;
        var subscription = subscribe(0, Filter.ALL);

        assertThatThrownBy(subscription::start).isInstanceOf(IOException.class);
        assertThat(subscription.isClosed()).isTrue();
    }

    @Test
    void isWrittenByOneTaskAtATimeHoweverOftenItIsCalled() throws IOException {
        source.publish(1_000);
        var subscription = subscribe(0, Filter.ALL);
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
        var subscription = start(0, Filter.ALL);
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
    void sendsNothingAfterAnEndThatCameDuringAWrite() throws IOException {
        source.publish(1_000);
        source.ring = 0;
        wire.slow = true;
        var subscription = start(0, Filter.ALL);
        wire.release(null);
        source.runAll();
        int before = wire.ids().size();

        subscription.end(new End.Revoked(1_001, "logout", "session"));
        source.runAll();
        wire.release(null);
        source.runAll();

        assertThat(wire.ids()).hasSize(before);
        assertThat(wire.text()).endsWith("\"eventType\":\"logout\",\"reason\":\"session\"}\n\n");
        assertThat(wire.closed).as("before the reader was told").isZero();
        wire.release(null);
        source.runAll();
        assertThat(wire.closed).isEqualTo(1);
    }

    @Test
    void tellsAStalledClientFromOneThatLeft() throws IOException {
        source.publish(1_000);
        wire.slow = true;
        start(0, Filter.ALL);
        wire.release(null);
        source.runAll();
        wire.release(new SocketTimeoutException("nothing was taken"));
        source.runAll();
        assertThat(wire.reason).isEqualTo("stalled");

        start(0, Filter.ALL);
        wire.release(null);
        source.runAll();
        wire.release(new IOException("reset"));
        source.runAll();
        assertThat(wire.reason).isEqualTo("gone");
    }

    @Test
    void endsWhenTheClientDoesNotAnswerAProbe() throws IOException {
        wire.answers = 1;
        var subscription = start(0, Filter.ALL);
        for (int i = 0; i < 2; i++) {
            assertThat(subscription.isClosed()).isFalse();
            wire.probeDue = true;
            subscription.schedule();
            source.runAll();
        }
        assertThat(subscription.isClosed()).isTrue();
        assertThat(wire.reason).isEqualTo("gone");
    }

    @Test
    void asksNothingWhileAWriteIsUnderWay() throws IOException {
        source.publish(100);
        wire.slow = true;
        wire.answers = 1;
        var subscription = start(0, Filter.ALL);
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
        var subscription = start(0, Filter.ALL);
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
        start(0, FAILURES);

        assertThat(wire.text()).contains("],\"id\":5}").doesNotContain("\"id\":3}");
    }

    @Test
    void wantsWhatItsFilterMayMatch() {
        var odd = List.of(Entries.entry(1));
        var both = List.of(Entries.entry(1), Entries.entry(3));

        assertThat(subscribe(0, Filter.ALL).wants(odd)).isTrue();
        assertThat(subscribe(0, FAILURES).wants(odd)).isFalse();
        assertThat(subscribe(0, FAILURES).wants(both)).isTrue();
    }

    private Subscription start(long cursor, Filter filter) throws IOException {
        var subscription = subscribe(cursor, filter);
        subscription.start();
        source.runAll();
        return subscription;
    }

    private Subscription subscribe(long cursor, Filter filter) {
        var reader = new Reader("account", "session", "token", "role", Instant.EPOCH, Instant.MAX);
        return new Subscription(reader, filter, cursor, wire, Instant.EPOCH, source);
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    /** A connection that keeps what is sent. */
    private static final class Wire implements Outlet {
        private static final Pattern ID = Pattern.compile("^id: (\\d+)\nevent: audit$", Pattern.MULTILINE);
        private static final Pattern LAST_ID = Pattern.compile("(?s).*^id: (\\d+)$.*", Pattern.MULTILINE);

        private final StringBuilder sent = new StringBuilder();
        private final Deque<CompletableFuture<Void>> writes = new ArrayDeque<>();
        private Format format = Format.EVENT_STREAM;
        private boolean slow;
        private boolean probeDue;
        private int probes;
        private int answers;
        private String reason = "";
        private int sends;
        private int special = -1;
        private Runnable act = () -> {};
        private boolean broken;
        private int closed;

        void atSend(int number, Runnable action) {
            special = number;
            act = action;
        }

        void clear() {
            sent.setLength(0);
        }

        String text() {
            return sent.toString();
        }

        List<Long> ids() {
            return ID.matcher(sent)
                    .results()
                    .map(match -> Long.valueOf(match.group(1)))
                    .toList();
        }

        String lastId() {
            var last = LAST_ID.matcher(sent);
            return last.matches() ? last.group(1) : "";
        }

        @Override
        public String transport() {
            return "test";
        }

        @Override
        public Format format() {
            return format;
        }

        @Override
        public CompletionStage<?> send(Text text) {
            if (++sends == special) act.run();
            if (broken) return CompletableFuture.failedStage(new IOException("broken"));
            sent.append(text);
            return slow ? hold() : CompletableFuture.completedStage(null);
        }

        /** Lets the write that is under way be done, or fail. */
        void release(@Nullable Throwable failure) {
            var held = Objects.requireNonNull(writes.poll(), "no write is under way");
            if (failure == null) held.complete(null);
            else held.completeExceptionally(failure);
        }

        private CompletableFuture<Void> hold() {
            assertThat(writes).as("writes at a time").isEmpty();
            var write = new CompletableFuture<Void>();
            writes.add(write);
            return write;
        }

        @Override
        public boolean isProbeDue() {
            return probeDue;
        }

        @Override
        public void probe() throws IOException {
            assertThat(writes).as("writes under way").isEmpty();
            probeDue = false;
            if (++probes > answers) throw new IOException("no answer");
        }

        @Override
        public void close(End why) {
            closed++;
            reason = why.reason();
        }
    }

    /** A broadcaster without a server: a log, the newest of it in a ring, and tasks that run when the test says so. */
    private static final class Source extends Broadcaster {
        private final List<LogEntry> log = new ArrayList<>();
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private long head;
        private long inRing;
        private int pages;
        private long widest;
        private int ring = RING;
        private Runnable meanwhile = () -> {};
        private Runnable report = () -> {};
        private final List<String> reports = new ArrayList<>();
        private final List<Subscription> watched = new ArrayList<>();
        private @Nullable RuntimeException failure;

        void publish(long to) {
            while (log.size() < to) log.add(Entries.entry(log.size() + 1L));
            head = to;
            inRing = to;
        }

        void runAll() {
            for (var task = tasks.poll(); task != null; task = tasks.poll()) task.run();
        }

        @Override
        public long head() {
            return head;
        }

        @Override
        void execute(Runnable drain) {
            tasks.add(drain);
        }

        @Override
        @Nullable Frame frame(long seq) {
            return seq > inRing - ring && seq <= inRing ? Frame.of(log.get((int) seq - 1)) : null;
        }

        @Override
        List<LogEntry> page(long after, long last, Filter filter, int limit) {
            pages++;
            widest = Math.max(widest, last - after);
            if (failure != null) throw failure;
            var page = log.stream()
                    .filter(entry -> entry.seq() > after && entry.seq() <= last)
                    .filter(entry -> filter.matches(entry.event(), entry.hasPayload()))
                    .filter(entry -> !filter.readsPayload() || entry.seq() % 2 == 0)
                    .limit(limit)
                    .toList();
            meanwhile.run();
            return page;
        }

        @Override
        @Nullable End mustEnd(Subscription subscription) {
            return null;
        }

        @Override
        void remove(Subscription subscription) {}

        @Override
        void delivered(int events) {}

        @Override
        void watch(Subscription subscription) {
            watched.add(subscription);
        }

        @Override
        void finished(Subscription subscription, End why) {
            reports.add(why.reason());
            report.run();
        }

        @Override
        Duration retry() {
            return Duration.ofSeconds(2);
        }

        @Override
        Duration stalledAfter() {
            return Duration.ofSeconds(4);
        }
    }
}
