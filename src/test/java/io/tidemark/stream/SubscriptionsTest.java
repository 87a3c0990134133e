package io.tidemark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.Access;
import io.tidemark.event.Filter;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {

    private final Subscriptions subscriptions = new Subscriptions();
    private final StreamSettings settings = new StreamSettings() {
        @Override
        public int max() {
            return 4;
        }

        @Override
        public int perSession() {
            return 3;
        }
    };

    /** Two that came at once used to close the same old stream twice, and one too many stayed. */
    @Test
    void takesOutAnotherOldestForEachThatIsOneTooMany() {
        var first = add("one");
        var second = add("one");
        var third = add("one");
        var fourth = subscription("one");
        var fifth = subscription("one");

        assertThat(subscriptions.add(fourth, settings)).isSameAs(first);
        assertThat(subscriptions.add(fifth, settings)).isSameAs(second);

        assertThat(subscriptions.all()).containsExactly(third, fourth, fifth);
        assertThat(subscriptions.ofSession(fifth.reader().sessionId())).isEqualTo(3);
    }

    @Test
    void refusesMoreThanTheNodeMayHave() {
        for (var session : new String[] {"one", "two", "three"}) add(session);
        var last = add("four");

        assertThatThrownBy(() -> subscriptions.add(subscription("five"), settings))
                .isInstanceOf(StreamRefused.class);

        subscriptions.remove(last);
        add("five");
    }

    @Test
    void findsWhatReadsByAnAccessUntilItIsRemoved() {
        var one = add("one");
        var two = add("two");

        assertThat(subscriptions.by(Access.account("account"))).containsExactly(one, two);
        assertThat(subscriptions.by(Access.session("two"))).containsExactly(two);

        subscriptions.remove(two);
        subscriptions.remove(two);

        assertThat(subscriptions.by(Access.account("account"))).containsExactly(one);
        assertThat(subscriptions.by(Access.session("two"))).isEmpty();
    }

    private Subscription add(String session) {
        var subscription = subscription(session);
        assertThat(subscriptions.add(subscription, settings)).isNull();
        return subscription;
    }

    private static Subscription subscription(String session) {
        var reader = new Reader("account", session, "token-" + session, "role", Instant.EPOCH, Instant.MAX);
        return new Subscription(reader, Filter.ALL, 0, new Nowhere(), Instant.EPOCH, new Broadcaster());
    }

    private static final class Nowhere implements Outlet {

        @Override
        public String transport() {
            return "test";
        }

        @Override
        public Format format() {
            return Format.EVENT_STREAM;
        }

        @Override
        public CompletionStage<?> send(Text text) {
            return CompletableFuture.failedFuture(new IOException("nobody there"));
        }

        @Override
        public void close(End why) {}
    }
}
