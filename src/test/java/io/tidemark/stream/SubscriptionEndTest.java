package io.tidemark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.Filter;
import io.tidemark.event.LogGone;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How a subscription ends, and what is said of it. */
class SubscriptionEndTest {
    private final Wire wire = new Wire();
    private final Source source = new Source(wire);

    /** A reader must not stay connected because the report of its end failed or took long. */
    @Test
    void reportsItsEndOnceAfterItsConnectionIsClosed() throws IOException {
        source.report = () -> assertThat(wire.closed).isEqualTo(1);
        var subscription = source.start(0, Filter.ALL);
        subscription.end(End.Closed.EXPIRED);
        source.runAll();
        subscription.leave();
        source.runAll();

        assertThat(source.reports).containsExactly("expired");
    }

    @Test
    void reportsTheEndOfOneThatWasNeverStarted() {
        var subscription = source.subscribe(0, Filter.ALL);
        subscription.end(End.Closed.REPLACED);
        assertThat(subscription.forsake(false)).as("its client may still come").isFalse();
        assertThat(source.watched).containsExactly(subscription);

        assertThat(subscription.forsake(true)).isTrue();
        assertThat(subscription.forsake(true)).isTrue();
        assertThat(source.reports).containsExactly("replaced");
    }

    @Test
    void leavesTheReportToWhoWithdrawsIt() {
        var subscription = source.subscribe(0, Filter.ALL);

        assertThat(subscription.withdraw()).isTrue();
        subscription.end(End.Closed.REPLACED);
        subscription.forsake(true);

        assertThat(subscription.withdraw()).isFalse();
        assertThat(source.reports).isEmpty();
    }

    @Test
    void sendsNothingAfterTheEndThatCameWhileItWasCatchingUp() throws IOException {
        source.publish(1_000);
        source.ring = 0;
        var subscription = source.subscribe(0, Filter.ALL);
        wire.atSend(4, () -> subscription.end(new End.Revoked(1_001, "logout", "session")));
        subscription.start();
        source.runAll();

        assertThat(wire.ids()).containsExactlyElementsOf(numbers(1, wire.ids().size()));
        assertThat(wire.ids()).hasSizeLessThan(100);
        assertThat(wire.text()).endsWith("\"eventType\":\"logout\",\"reason\":\"session\"}\n\n");
        assertThat(wire.closed).isEqualTo(1);
    }

    /** Skipping what is gone would be a hole that its reader cannot see. */
    @Test
    void endsInsteadOfSkippingWhatIsGone() throws IOException {
        source.publish(1_000);
        source.failure = new LogGone(600);
        source.start(0, Filter.ALL);

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
        var subscription = source.start(0, Filter.ALL);

        assertThat(subscription.isClosed()).isTrue();
        assertThat(wire.closed).isEqualTo(1);
    }

    @Test
    void endsWhenTheClientIsGone() throws IOException {
        source.publish(1_000);
        var subscription = source.subscribe(0, Filter.ALL);
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
        var subscription = source.subscribe(0, Filter.ALL);

        assertThatThrownBy(subscription::start).isInstanceOf(IOException.class);
        assertThat(subscription.isClosed()).isTrue();
    }

    @Test
    void sendsNothingAfterAnEndThatCameDuringAWrite() throws IOException {
        source.publish(1_000);
        source.ring = 0;
        wire.slow = true;
        var subscription = source.start(0, Filter.ALL);
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
        source.start(0, Filter.ALL);
        wire.release(null);
        source.runAll();
        wire.release(new SocketTimeoutException("nothing was taken"));
        source.runAll();
        assertThat(wire.reason).isEqualTo("stalled");

        source.start(0, Filter.ALL);
        wire.release(null);
        source.runAll();
        wire.release(new IOException("reset"));
        source.runAll();
        assertThat(wire.reason).isEqualTo("gone");
    }

    @Test
    void endsWhenTheClientDoesNotAnswerAProbe() throws IOException {
        wire.answers = 1;
        var subscription = source.start(0, Filter.ALL);
        for (int i = 0; i < 2; i++) {
            assertThat(subscription.isClosed()).isFalse();
            wire.probeDue = true;
            subscription.schedule();
            source.runAll();
        }
        assertThat(subscription.isClosed()).isTrue();
        assertThat(wire.reason).isEqualTo("gone");
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
