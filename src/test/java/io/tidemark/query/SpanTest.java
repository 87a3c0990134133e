package io.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({"PT1S, PT1S", "PT1M, PT1S", "PT1M1S, PT5S", "PT1H, PT1M", "PT24H, PT30M", "P7D, PT3H", "P366D, P7D"})
    void choosesABucketThatMakesAtMostSixty(Duration length, Duration bucket) {
        Span span = new Span(FROM, FROM.plus(length));

        assertThat(span.chosenBucket()).isEqualTo(bucket);
        assertThat(span.buckets(bucket)).isBetween(1L, 60L);
    }

    @ParameterizedTest
    @CsvSource({"PT1H, PT1M, 60", "PT1H, PT7M, 9", "PT1S, PT1H, 1", "PT1H0.000001S, PT1H, 2"})
    void countsTheBucketThatEndsEarly(Duration length, Duration bucket, long buckets) {
        assertThat(new Span(FROM, FROM.plus(length)).buckets(bucket)).isEqualTo(buckets);
    }
}
