package io.tidemark.stream;

import static io.tidemark.stream.Entries.entries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.LogUnavailable;
import io.tidemark.store.LogEntry;
import io.tidemark.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ShelfTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final List<Long> loads = new ArrayList<>();

    @Test
    void loadsAPageOnceForAllWhoComeByWhileItIsThere() {
        var shelf = new Shelf(1_000_000);

        var first = page(shelf, 0);
        var second = page(shelf, 0);

        assertThat(loads).containsExactly(0L);
        assertThat(second).isSameAs(first).extracting(Frame::seq).containsExactly(1L, 2L, 3L);
    }

    @Test
    void loadsAPageOnceForAllWhoComeAtOnce() {
        var shelf = new Shelf(1_000_000);
        var loading = new CountDownLatch(1);
        var mayLoad = new CountDownLatch(1);
        var first = CompletableFuture.supplyAsync(() -> shelf.page(0, 3, () -> {
            loading.countDown();
            await(mayLoad);
            return load(0);
        }));
        await(loading);
        var second = new CompletableFuture<List<Frame>>();
        var waiting = new Thread(() -> second.complete(page(shelf, 0)));
        waiting.start();
        Await.until("one who waits", SOON, () -> waiting.getState() == Thread.State.WAITING);

        mayLoad.countDown();

        assertThat(second.join()).isSameAs(first.join());
        assertThat(loads).containsExactly(0L);
    }

    @Test
    void forgetsThePageThatWasNotUsedForLongestWhenItHasTooManyBytes() {
        int three =
                entries(1, 3).stream().map(Frame::of).mapToInt(Frame::weight).sum();
        var shelf = new Shelf(5L * three / 2);
        page(shelf, 0);
        page(shelf, 3);
        page(shelf, 0);

        page(shelf, 6);
        page(shelf, 0);
        page(shelf, 3);

        assertThat(loads).containsExactly(0L, 3L, 6L, 3L);
    }

    @Test
    void forgetsWhatItHasHadForLongerThanThat() {
        var shelf = new Shelf(1_000_000);
        page(shelf, 0);

        shelf.forget(SOON);
        page(shelf, 0);
        assertThat(loads).containsExactly(0L);

        shelf.forget(Duration.ZERO);
        page(shelf, 0);
        assertThat(loads).containsExactly(0L, 0L);
    }

    /** Such as one of a log that was set back. */
    @Test
    void keepsNoPageThatLacksEntries() {
        var shelf = new Shelf(1_000_000);

        assertThat(shelf.page(0, 4, () -> load(0))).hasSize(3);
        page(shelf, 0);

        assertThat(loads).containsExactly(0L, 0L);
    }

    @Test
    void asksAgainAfterAFailure() {
        var shelf = new Shelf(1_000_000);
        assertThatThrownBy(() -> shelf.page(0, 3, () -> {
                    throw new LogUnavailable("gone", new IllegalStateException());
                }))
                .isInstanceOf(LogUnavailable.class);

        assertThat(page(shelf, 0)).hasSize(3);
    }

    private List<Frame> page(Shelf shelf, long after) {
        return shelf.page(after, 3, () -> load(after));
    }

    private List<LogEntry> load(long after) {
        loads.add(after);
        return entries(after + 1, after + 3);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
