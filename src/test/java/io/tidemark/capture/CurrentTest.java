package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CurrentTest {
    private final ContextPropagation propagation = new ContextPropagation();

    @Test
    void returnsToTheOuterPlace() {
        Place outer = () -> RequestContext.of("outer");

        var stay = Current.enter(outer);
        var inner = Current.enter(() -> RequestContext.of("inner"));
        assertThat(account()).isEqualTo("inner");
        inner.close();
        assertThat(Current.place()).isSameAs(outer);
        stay.close();

        assertThat(Current.place()).isNull();
    }

    /** The place may be a request that is over when the task runs. */
    @Test
    void propagatesWhatWasKnownWhenTheTaskWasSubmitted() {
        var accounts = new String[] {"first"};
        var stay = Current.enter(() -> RequestContext.of(accounts[0]));
        var captured = propagation.currentContext(Map.of());
        stay.close();
        accounts[0] = "second";

        var restorer = captured.begin();
        assertThat(account()).isEqualTo("first");
        restorer.endContext();

        assertThat(Current.place()).isNull();
    }

    @Test
    void clearsThePlace() {
        var stay = Current.enter(() -> RequestContext.of("outer"));
        var restorer = propagation.clearedContext(Map.of()).begin();
        assertThat(Current.place()).isNull();
        restorer.endContext();

        assertThat(account()).isEqualTo("outer");
        stay.close();
    }

    /** A server may recycle a request while something still emits. */
    @Test
    void knowsNothingWhereThePlaceCannotBeRead() {
        var stay = Current.enter(() -> {
            throw new IllegalStateException("recycled");
        });
        assertThat(Current.context()).isEqualTo(RequestContext.NONE);
        stay.close();
    }

    @Test
    void namesTheOperationThatRuns() {
        Place place = () -> RequestContext.of("alice").running("outer");

        assertThat(place.running("inner").context().operation()).isEqualTo("inner");
        assertThat(place.running("inner").context().accountId()).isEqualTo("alice");
    }

    private static String account() {
        var place = Current.place();
        return place == null ? "none" : String.valueOf(place.context().accountId());
    }
}
