package io.tidemark.stream;

import io.tidemark.store.LogEntry;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * The pages of the log that were read last: readers that have fallen behind come by one after another, and each page is asked
 * for and encoded once for all of them. Bounded in bytes. Thread-safe.
 *
 * <p>Why may a page be kept? The log is append-only, and only what has all its positions comes here.
 */
final class Shelf {
    private final long maxBytes;
    private final Map<Long, CompletableFuture<List<Frame>>> pages = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    Shelf(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The page that begins after that position: one caller loads it, the others wait. Throws what loading throws, to all. */
    List<Frame> page(long after, Supplier<List<LogEntry>> load) {
        CompletableFuture<List<Frame>> mine = new CompletableFuture<>();
        CompletableFuture<List<Frame>> first = claim(after, mine);
        if (first != mine) return result(first);
        try {
            List<Frame> loaded = load.get().stream().map(Frame::of).toList();
            mine.complete(loaded);
            keep(loaded);
        } catch (RuntimeException | Error e) {
            remove(after);
            mine.completeExceptionally(e);
        }
        return result(mine);
    }

    private static List<Frame> result(CompletableFuture<List<Frame>> page) {
        try {
            return page.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) throw failure;
            throw e;
        }
    }

    private synchronized CompletableFuture<List<Frame>> claim(long after, CompletableFuture<List<Frame>> mine) {
        CompletableFuture<List<Frame>> there = pages.putIfAbsent(after, mine);
        return there == null ? mine : there;
    }

    private synchronized void remove(long after) {
        pages.remove(after);
    }

    private synchronized void keep(List<Frame> loaded) {
        bytes += weight(loaded);
        Iterator<Map.Entry<Long, CompletableFuture<List<Frame>>>> longestUnused =
                pages.entrySet().iterator();
        while (bytes > maxBytes && longestUnused.hasNext()) {
            CompletableFuture<List<Frame>> page = longestUnused.next().getValue();
            // One that is being loaded weighs nothing yet, and others wait for it.
            if (!page.isDone()) continue;
            bytes -= weight(page.join());
            longestUnused.remove();
        }
    }

    private static long weight(List<Frame> page) {
        return page.stream().mapToLong(Frame::weight).sum();
    }
}
