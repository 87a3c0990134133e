package io.tidemark.store;

import io.tidemark.event.Condition.From;
import io.tidemark.event.Condition.To;
import io.tidemark.event.Filter;
import io.tidemark.store.KnownBounds.Bound;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a window of time is in the log as it was when that was asked: what occurred in it has one of these positions, or
 * is {@link #ASTRAY}.
 *
 * <p>Why not an index of times? Pages are in the order of positions, and so is every other index. Without bounds, a page
 * of what occurred long ago walks over everything since; sorted by an index of times, over everything in the window.
 *
 * @param head the highest position that was there: what is above may be in the window at any position
 */
record Window(Positions positions, long head) {
    /** The predicate of log_astray. */
    static final String ASTRAY =
            "(recorded_at - occurred_at > interval '1 minute' or recorded_at - occurred_at < interval '-1 minute')";

    private static final String FIND =
            "select %s as first, %s as beyond, next_seq - 1 as head, log_id from tidemark.sequencer";

    /** Whether the filter asks for nothing but a window. */
    static boolean isAllOf(Filter filter) {
        return filter.conditions().stream().allMatch(condition -> condition instanceof From || condition instanceof To);
    }

    /** Absent if the filter has none. */
    static @Nullable Window of(Filter filter, DataSource source, KnownBounds known) {
        Times times = Times.of(filter);
        return times.bounds().isEmpty() ? null : times.find(source, known);
    }

    static Window of(Instant from, Instant to, DataSource source) {
        return new Times(new Bound(from, true), new Bound(to, false)).find(source, new KnownBounds());
    }

    /**
     * Asks for {@code first}, {@code beyond} and {@code head}. What is over and not known is asked for first: once, for all
     * pages.
     */
    static Question question(Filter filter, DataSource source, KnownBounds known) {
        Times times = Times.of(filter);
        Instant over = Instant.now().minus(Duration.ofMinutes(1));
        boolean unknown = times.bounds().stream()
                .anyMatch(bound -> !known.has(bound) && bound.time().isBefore(over));
        if (unknown) times.find(source, known);
        return times.question(known);
    }

    /** When it begins and ends. */
    private record Times(@Nullable Bound from, @Nullable Bound to) {
        static Times of(Filter filter) {
            Bound from = null;
            Bound to = null;
            for (var condition : filter.conditions()) {
                if (condition instanceof From given) from = new Bound(given.time(), true);
                if (condition instanceof To given) to = new Bound(given.time(), false);
            }
            return new Times(from, to);
        }

        List<Bound> bounds() {
            return Stream.of(from, to).filter(Objects::nonNull).toList();
        }

        Question question(KnownBounds known) {
            String sql = FIND.formatted(from == null ? "1" : from.sql(), to == null ? "next_seq" : to.sql());
            List<Object> parameters = new ArrayList<>();
            for (Bound bound : bounds()) parameters.addAll(known.parameters(bound));
            return new Question(sql, parameters);
        }

        Window find(DataSource source, KnownBounds known) {
            Question question = question(known);
            return Jdbc.query(source, question.sql(), question.parameters(), rows -> {
                rows.next();
                long first = rows.getLong("first");
                long beyond = rows.getLong("beyond");
                long head = rows.getLong("head");
                UUID logId = rows.getObject("log_id", UUID.class);
                if (from != null) known.found(from, logId, first, head);
                if (to != null) known.found(to, logId, beyond, head);
                return new Window(new Positions(first - 1, beyond - 1), head);
            });
        }
    }
}
