package io.tidemark.query;

import io.tidemark.event.Dimension;
import io.tidemark.event.Filter;
import io.tidemark.event.LogTooSlow;
import io.tidemark.event.LogUnavailable;
import io.tidemark.store.LogStatistics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers about the events that occurred in a span. Every method throws {@link LogUnavailable} if the database does not
 * answer, and {@link LogTooSlow} if that takes longer than {@link #timeout}. Thread-safe.
 */
@ApplicationScoped
public class Statistics {
    /** The most buckets and groups that are answered. */
    public static final int MAX_BUCKETS = 500;

    public static final int MAX_GROUPS = 100;
    public static final int GROUPS = 10;

    @Inject
    private LogStatistics log;

    public record Bucket(Instant time, long total, long success, long failure) {}

    public record Group(String value, long total, long failure) {}

    /** The largest groups, and how many events are in none of them: in smaller ones, or without that member. */
    public record Groups(List<Group> groups, long other) {}

    /** Percentiles of the duration in milliseconds by nearest rank; absent if no event has a duration. */
    public record Summary(
            Instant from,
            Instant to,
            long total,
            long failures,
            double failureRate,
            double eventsPerSecond,
            @Nullable Long p50,
            @Nullable Long p95,
            @Nullable Long p99,
            long accounts,
            long operations) {}

    /** What a question may take. */
    public Duration timeout() {
        return log.timeout();
    }

    /** All buckets in order, empty ones as well; the first begins with the span. */
    public List<Bucket> overTime(Span span, Duration length, Filter filter) {
        Map<Instant, LogStatistics.Bucket> found = new HashMap<>();
        for (LogStatistics.Bucket bucket : log.overTime(span.from(), span.to(), length, filter)) {
            found.put(bucket.time(), bucket);
        }
        List<Bucket> buckets = new ArrayList<>();
        for (Instant time = span.from(); time.isBefore(span.to()); time = time.plus(length)) {
            LogStatistics.Bucket bucket = found.getOrDefault(time, new LogStatistics.Bucket(time, 0, 0));
            buckets.add(new Bucket(time, bucket.total(), bucket.total() - bucket.failures(), bucket.failures()));
        }
        return buckets;
    }

    /** The largest groups, largest first, equal ones in the order of their values' code points. */
    public Groups by(Dimension dimension, Span span, Filter filter, int limit) {
        LogStatistics.Groups found = log.by(dimension, span.from(), span.to(), filter, limit);
        List<Group> groups = new ArrayList<>();
        long other = found.total();
        for (LogStatistics.Group group : found.largest()) {
            groups.add(new Group(group.value(), group.total(), group.failures()));
            other -= group.total();
        }
        return new Groups(groups, other);
    }

    public Summary summary(Span span, Filter filter) {
        LogStatistics.Summary found = log.summary(span.from(), span.to(), filter);
        double seconds = span.length().toNanos() / 1e9;
        return new Summary(
                span.from(),
                span.to(),
                found.total(),
                found.failures(),
                found.total() == 0 ? 0 : (double) found.failures() / found.total(),
                found.total() / seconds,
                found.p50(),
                found.p95(),
                found.p99(),
                found.accounts(),
                found.operations());
    }
}
