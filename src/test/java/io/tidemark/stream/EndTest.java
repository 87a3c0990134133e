package io.tidemark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndTest {
    private static final Duration USUAL = Duration.ofSeconds(2);

    /** All streams of a node end together then. */
    @ParameterizedTest
    @EnumSource(names = {"STALE", "SHUTDOWN"})
    void tellsEachReaderAnotherTimeToComeBack(End.Closed why) {
        for (Format format : Format.values()) {
            var retries = new HashSet<Long>();
            for (int i = 0; i < 50; i++) retries.add(retry(format.end(why, USUAL)));
            assertThat(retries)
                    .hasSizeGreaterThan(10)
                    .allSatisfy(retry -> assertThat(retry).isBetween(1_000L, 3_000L));
        }
    }

    @Test
    void leavesTheUsualTimeToReadersThatEndAlone() {
        assertThat(Format.EVENT_STREAM.end(End.Closed.REPLACED, USUAL))
                .isEqualTo("event: closed\ndata: {\"reason\":\"replaced\"}\n\n");
        assertThat(Format.JSON.end(End.Closed.STALLED, USUAL))
                .isEqualTo("{\"event\":\"closed\",\"data\":{\"reason\":\"stalled\"}}");
    }

    private static long retry(String text) {
        var retry = Pattern.compile("retry\"?: ?([0-9]+)").matcher(text);
        assertThat(retry.find()).as(text).isTrue();
        return Long.parseLong(retry.group(1));
    }
}
