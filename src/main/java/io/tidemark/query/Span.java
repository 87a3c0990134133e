package io.tidemark.query;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** From a time (inclusive) to a later one (exclusive), both in whole microseconds. */
public record Span(Instant from, Instant to) {
    /** The longest that statistics are made of. */
    public static final Duration LONGEST = Duration.ofDays(366);

    /** How many buckets the chosen length makes at most. */
    public static final int CHOSEN_BUCKETS = 60;

    private static final List<Duration> LENGTHS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1));
    private static final Duration WEEK = Duration.ofDays(7);

    public Duration length() {
        return Duration.between(from, to);
    }

    /** How many buckets of that length it takes; the last one may end early. */
    public long buckets(Duration bucket) {
        long whole = length().dividedBy(bucket);
        return bucket.multipliedBy(whole).compareTo(length()) < 0 ? whole + 1 : whole;
    }

    /** A length that people use. */
    public Duration chosenBucket() {
        for (Duration length : LENGTHS) {
            if (buckets(length) <= CHOSEN_BUCKETS) return length;
        }
        return WEEK;
    }
}
