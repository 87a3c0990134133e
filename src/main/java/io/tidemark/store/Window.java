package io.tidemark.store;

import io.tidemark.event.Condition.From;
import io.tidemark.event.Condition.To;
import io.tidemark.event.Filter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    private static final String FIND = """
            select %s as first, %s as beyond, next_seq - 1 as head from tidemark.sequencer
            """;

    /** Whether the filter asks for nothing but a window. */
    static boolean isAllOf(Filter filter) {
        return filter.conditions().stream().allMatch(condition -> condition instanceof From || condition instanceof To);
    }

    /** Absent if the filter has none. */
    static @Nullable Window of(Filter filter, DataSource source) {
        Question question = question(filter);
        return question.parameters().isEmpty() ? null : of(question, source);
    }

    static Window of(Instant from, Instant to, DataSource source) {
        return of(question(from, to), source);
    }

    private static Window of(Question question, DataSource source) {
        return Jdbc.query(source, question.sql(), question.parameters(), rows -> {
            rows.next();
            Positions positions = new Positions(rows.getLong("first") - 1, rows.getLong("beyond") - 1);
            return new Window(positions, rows.getLong("head"));
        });
    }

    /** Asks for {@code first}, {@code beyond} and {@code head}. */
    static Question question(Filter filter) {
        Instant from = null;
        Instant to = null;
        for (var condition : filter.conditions()) {
            if (condition instanceof From given) from = given.time();
            if (condition instanceof To given) to = given.time();
        }
        return question(from, to);
    }

    private static Question question(@Nullable Instant from, @Nullable Instant to) {
        String first = from == null ? "1" : "tidemark.seq_at(cast(? as timestamptz) - interval '1 minute')";
        String beyond = to == null ? "next_seq" : "tidemark.seq_at(cast(? as timestamptz) + interval '1 minute')";
        List<Object> times = new ArrayList<>();
        if (from != null) times.add(from);
        if (to != null) times.add(to);
        return new Question(FIND.formatted(first, beyond), times);
    }
}
