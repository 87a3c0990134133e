package io.tidemark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Filter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static final Filter LOGINS = filter("login");

    private final Batches batches = new Batches();

    @Test
    void givesABatchToThoseAtTheSamePlaceThatWantTheSame() {
        var batch = batch(10, 3, false);
        batches.add(7, Format.EVENT_STREAM, LOGINS, batch);

        assertThat(batches.find(7, 10, Format.EVENT_STREAM, filter("login"))).isSameAs(batch);
        assertThat(batches.find(7, 10, Format.EVENT_STREAM, filter("logout"))).isNull();
        assertThat(batches.find(7, 10, Format.EVENT_STREAM, Filter.ALL)).isNull();
        assertThat(batches.find(7, 10, Format.JSON, LOGINS)).isNull();
        assertThat(batches.find(8, 10, Format.EVENT_STREAM, LOGINS)).isNull();
    }

    /** Beyond it is what guard has not seen. */
    @Test
    void givesNobodyMoreThanTheHeadThatItKnows() {
        batches.add(7, Format.EVENT_STREAM, LOGINS, batch(10, 3, true));

        assertThat(batches.find(7, 9, Format.EVENT_STREAM, LOGINS)).isNull();
    }

    @Test
    void givesNobodyLessThanThereIsByNow() {
        batches.add(7, Format.EVENT_STREAM, LOGINS, batch(10, 3, false));
        assertThat(batches.find(7, 11, Format.EVENT_STREAM, LOGINS)).isNull();

        var full = batch(23, 16, true);
        batches.add(7, Format.EVENT_STREAM, LOGINS, full);
        assertThat(batches.find(7, 40, Format.EVENT_STREAM, LOGINS)).isSameAs(full);
    }

    private static Batch batch(long reached, int events, boolean full) {
        return new Batch(new Text("text"), events, reached, full);
    }

    private static Filter filter(String type) {
        return Filter.of(Map.of("eventType", List.of(type)));
    }
}
