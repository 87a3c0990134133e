package io.tidemark.stream;

import static io.tidemark.stream.Entries.entries;
import static io.tidemark.stream.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FeedTest {

    private static final long PLENTY = 1 << 20;

    @Test
    void hasNothingUntilSomethingIsAppended() {
        var feed = new Feed(4, PLENTY, 10);

        assertThat(feed.head()).isEqualTo(10);
        assertThat(held(feed, 0, 20)).isEmpty();
    }

    @Test
    void keepsTheNewestWhenTheRingIsFull() {
        var feed = new Feed(4, PLENTY, 10);
        feed.append(entries(11, 14));
        assertThat(held(feed, 0, 20)).containsExactly(11L, 12L, 13L, 14L);

        feed.append(entries(15, 15));
        assertThat(held(feed, 0, 20)).containsExactly(12L, 13L, 14L, 15L);

        feed.append(entries(16, 30));
        assertThat(held(feed, 0, 40)).containsExactly(27L, 28L, 29L, 30L);
        assertThat(feed.head()).isEqualTo(30);
    }

    @Test
    void keepsTheNewestWhenTheBytesAreUsedUp() {
        long one = Frame.of(entry(11)).weight();
        var feed = new Feed(1_000, 3 * one, 10);
        feed.append(entries(11, 99));

        assertThat(held(feed, 0, 120)).containsExactly(97L, 98L, 99L);
    }

    @Test
    void keepsTheNewestEvenIfItAloneIsLargerThanTheBound() {
        var feed = new Feed(1_000, 1, 10);
        feed.append(entries(11, 13));
        assertThat(held(feed, 0, 20)).containsExactly(13L);

        feed.append(entries(14, 14));
        assertThat(held(feed, 0, 20)).containsExactly(14L);
    }

    /** The tail fires a batch again when an observer failed. */
    @Test
    void takesABatchThatComesTwiceOnce() {
        long one = Frame.of(entry(11)).weight();
        var feed = new Feed(1_000, 3 * one, 10);
        for (int i = 0; i < 5; i++) feed.append(entries(11, 13));
        assertThat(held(feed, 0, 20)).containsExactly(11L, 12L, 13L);

        feed.append(entries(12, 14));
        assertThat(held(feed, 0, 20)).containsExactly(12L, 13L, 14L);
    }

    /** Old partitions may go while a node catches up: what stands beyond the gap is not given for what stood in it. */
    @Test
    void givesNothingForAPositionThatWasLeftOut() {
        var feed = new Feed(4, PLENTY, 10);
        feed.append(List.of(entry(11), entry(12), entry(20)));

        assertThat(held(feed, 0, 30)).containsExactly(20L);
        feed.append(entries(21, 22));
        assertThat(held(feed, 0, 30)).containsExactly(20L, 21L, 22L);
    }

    private static List<Long> held(Feed feed, long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(feed::get)
                .filter(Objects::nonNull)
                .map(Frame::seq)
                .toList();
    }
}
