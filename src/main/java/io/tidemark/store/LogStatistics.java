package io.tidemark.store;

import io.tidemark.event.Dimension;
import io.tidemark.event.Filter;
import io.tidemark.event.LogTooSlow;
import io.tidemark.event.LogUnavailable;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Counts entries that occurred from a time (inclusive) to another (exclusive). Joins no transaction. Thread-safe.
 *
 * <p>Every method throws {@link LogUnavailable} if the database does not answer, and {@link LogTooSlow} if that takes
 * too long.
 */
@ApplicationScoped
public class LogStatistics {
    private static final String INSIDE = "select * from tidemark.log where " + Positions.INSIDE
            + " and occurred_at >= ? and occurred_at < ? union all select * from tidemark.log where "
            + Positions.OUTSIDE
            + " and " + Window.ASTRAY + " and occurred_at >= ? and occurred_at < ?";
    private static final String OVER_TIME = """
            select date_bin(cast(? as interval), occurred_at, ?) as bucket,
              count(*) as total, count(*) filter (where outcome = 'failure') as failures
            from (%s) log where %s
            group by 1 order by 1
            """;
    // The sum of all groups comes with each row, and alone if there is no group to show.
    private static final String BY = """
            with found as materialized (
              select %s as value, count(*) as total, count(*) filter (where outcome = 'failure') as failures
              from (%s) log where %s group by 1)
            select value, total, failures, everything
            from (select coalesce(sum(total), 0) as everything from found) summed
            left join (select * from found where value is not null
              order by total desc, value collate "C" limit ?) shown on true
            order by total desc, value collate "C"
            """;
    private static final String SUMMARY = """
            select count(*) as total, count(*) filter (where outcome = 'failure') as failures,
              count(distinct account_id) as accounts, count(distinct operation) as operations,
              percentile_disc(0.5) within group (order by duration_ms) as p50,
              percentile_disc(0.95) within group (order by duration_ms) as p95,
              percentile_disc(0.99) within group (order by duration_ms) as p99
            from (%s) log where %s
            """;

    @Resource(lookup = "java:comp/DefaultDataSource", shareable = false)
    private DataSource source;

    @Inject
    @ConfigProperty(name = "tidemark.query.timeout", defaultValue = "PT10S")
    private Duration timeout;

    public record Bucket(Instant time, long total, long failures) {}

    public record Group(String value, long total, long failures) {}

    /** The largest groups, largest first, and how many entries there are in all. */
    public record Groups(List<Group> largest, long total) {}

    /** Durations in milliseconds, absent if no entry has one. */
    public record Summary(
            long total,
            long failures,
            long accounts,
            long operations,
            @Nullable Long p50,
            @Nullable Long p95,
            @Nullable Long p99) {}

    /** What such a question may take. */
    public Duration timeout() {
        return timeout;
    }

    /** Buckets of that length counted from {@code from}, those that are not empty. */
    public List<Bucket> overTime(Instant from, Instant to, Duration bucket, Filter filter) {
        FilterSql where = new FilterSql(filter);
        List<Object> parameters = new ArrayList<>(List.of(bucket.toString(), from));
        parameters.addAll(window(source, from, to));
        parameters.addAll(where.parameters());
        Question question = new Question(OVER_TIME.formatted(INSIDE, where.clause()), parameters);
        return Jdbc.query(source, timeout, question, rows -> {
            List<Bucket> buckets = new ArrayList<>();
            while (rows.next()) {
                buckets.add(new Bucket(Rows.time(rows, "bucket"), rows.getLong("total"), rows.getLong("failures")));
            }
            return buckets;
        });
    }

    public Groups by(Dimension dimension, Instant from, Instant to, Filter filter, int limit) {
        FilterSql where = new FilterSql(filter);
        List<Object> parameters = window(source, from, to);
        parameters.addAll(where.parameters());
        parameters.add(limit);
        Question question = new Question(BY.formatted(column(dimension), INSIDE, where.clause()), parameters);
        return Jdbc.query(source, timeout, question, rows -> {
            List<Group> groups = new ArrayList<>();
            long total = 0;
            while (rows.next()) {
                total = rows.getLong("everything");
                String value = rows.getString("value");
                if (value != null) groups.add(new Group(value, rows.getLong("total"), rows.getLong("failures")));
            }
            return new Groups(groups, total);
        });
    }

    public Summary summary(Instant from, Instant to, Filter filter) {
        Question summary = summary(source, from, to, filter);
        return Jdbc.query(source, timeout, summary, rows -> {
            rows.next();
            return new Summary(
                    rows.getLong("total"),
                    rows.getLong("failures"),
                    rows.getLong("accounts"),
                    rows.getLong("operations"),
                    number(rows, "p50"),
                    number(rows, "p95"),
                    number(rows, "p99"));
        });
    }

    static Question summary(DataSource source, Instant from, Instant to, Filter filter) {
        FilterSql where = new FilterSql(filter);
        List<Object> parameters = window(source, from, to);
        parameters.addAll(where.parameters());
        return new Question(SUMMARY.formatted(INSIDE, where.clause()), parameters);
    }

    private static List<Object> window(DataSource source, Instant from, Instant to) {
        List<Object> positions = Window.of(from, to, source).positions().parameters();
        List<Object> window = new ArrayList<>();
        for (int part = 0; part < 2; part++) {
            window.addAll(positions);
            window.add(from);
            window.add(to);
        }
        return window;
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    private static String column(Dimension dimension) {
        return switch (dimension) {
            case EVENT_TYPE -> "event_type";
            case OUTCOME -> "outcome";
            case ACCOUNT -> "account_id";
            case SERVICE -> "service";
            case OPERATION -> "operation";
            case IP -> "ip";
        };
    }
}
