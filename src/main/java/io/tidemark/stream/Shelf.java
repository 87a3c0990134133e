package io.tidemark.stream;

import io.tidemark.store.LogEntry;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pages of the log that were read last: readers that have fallen behind come by one after another, and each page is asked
 * for and encoded once for all of them. Bounded in bytes, but for those being loaded. Thread-safe.
 *
 * <p>Why may a page be kept? The log is append-only, and a page is below the head. Why not for long? What the log lets go of
 * must go from here too.
 */
final class Shelf {
    private final long maxBytes;
    private final Map<Long, Page> pages = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    Shelf(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    private record Page(CompletableFuture<List<Frame>> frames, long claimedAt) {
        Page() {
            this(new CompletableFuture<>(), System.nanoTime());
        }

        boolean isLoaded() {
            return frames.isDone();
        }

        long weight() {
            return frames.join().stream().mapToLong(Frame::weight).sum();
        }

        List<Frame> result() {
            try {
                return frames.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException failure) throw failure;
                throw e;
            }
        }
    }

    /**
     * The page that begins after that position: one caller loads it, the others wait. Throws what loading throws, to all.
     *
     * @param whole how many entries it has; one that has fewer is not kept, for the log must have changed meanwhile
     */
    List<Frame> page(long after, int whole, Supplier<List<LogEntry>> load) {
        Page mine = new Page();
        Page other = claim(after, mine);
        if (other != null) return other.result();
        try {
            List<Frame> loaded = load.get().stream().map(Frame::of).toList();
            if (loaded.size() < whole) remove(after);
            mine.frames().complete(loaded);
            if (loaded.size() == whole) keep(mine);
        } catch (RuntimeException | Error e) {
            remove(after);
            mine.frames().completeExceptionally(e);
        }
        return mine.result();
    }

    /** Forgets what was loaded longer ago than that. */
    synchronized void forget(Duration age) {
        long before = System.nanoTime() - age.toNanos();
        forget(page -> page.claimedAt() - before < 0);
    }

    /** The page that is there, or being loaded; if there is none, it is the given one from now on. */
    private synchronized @Nullable Page claim(long after, Page mine) {
        return pages.putIfAbsent(after, mine);
    }

    private synchronized void remove(long after) {
        pages.remove(after);
    }

    private synchronized void keep(Page loaded) {
        bytes += loaded.weight();
        forget(longestUnused -> bytes > maxBytes);
    }

    private void forget(Predicate<Page> which) {
        Iterator<Page> longestUnusedFirst = pages.values().iterator();
        while (longestUnusedFirst.hasNext()) {
            Page page = longestUnusedFirst.next();
            // One that is being loaded weighs nothing yet, and others wait for it.
            if (!page.isLoaded() || !which.test(page)) continue;
            bytes -= page.weight();
            longestUnusedFirst.remove();
        }
    }
}
