package io.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.Filter;
import io.tidemark.event.LogTooSlow;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How far pages look. */
class ReachTest {
    private final LogTooSlow slow = new LogTooSlow("slow", new SQLException());

    @Test
    void endsAtTheHead() {
        assertThat(new Reach(Filter.ALL).last(5, 17)).isEqualTo(17);
        assertThat(new Reach(Filter.ALL).last(5, 1_000_000)).isEqualTo(100_005);
        assertThat(new Reach(Filter.ALL).above(1_000_000)).isEqualTo(900_000);
        assertThat(new Reach(Filter.ALL).above(17)).isZero();
    }

    @Test
    void isShortWherePayloadsAreRead() {
        Filter filter = Filter.of(Map.of("has", List.of("request")));

        assertThat(new Reach(filter).last(5, 1_000_000)).isEqualTo(1_005);
    }

    /** A page that takes too long is tried again in parts: else its reader would ask for it for ever. */
    @Test
    void shortensUntilOnePositionIsLeft() {
        Reach reach = new Reach(Filter.ALL);
        long before = reach.last(0, 1_000_000);
        while (before > 1) {
            reach.shorten(slow);
            assertThat(reach.last(0, 1_000_000)).isLessThan(before).isPositive();
            before = reach.last(0, 1_000_000);
        }

        assertThatThrownBy(() -> reach.shorten(slow)).isSameAs(slow);
    }
}
