package io.tidemark.tail;

import io.tidemark.store.LogEntry;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for an event to get its position, and for this node to have acted on it. Thread-safe. */
@ApplicationScoped
public class Arrivals {
    private static final int LAST = Committed.STREAM + 1_000;

    private final Map<UUID, CompletableFuture<Long>> expected = new ConcurrentHashMap<>();

    /** Begins to expect the event with that id; before it is emitted, else it may pass unseen. */
    public Expected expect(UUID id) {
        CompletableFuture<Long> arrival = new CompletableFuture<>();
        expected.put(id, arrival);
        return new Expected(id, arrival);
    }

    void committed(@Observes @Priority(LAST) Committed news) {
        if (expected.isEmpty()) return;
        for (LogEntry entry : news.entries()) {
            CompletableFuture<Long> arrival = expected.get(entry.id());
            if (arrival != null) arrival.complete(entry.seq());
        }
    }

    /** An expectation; closed when nobody waits any more. */
    public final class Expected implements AutoCloseable {
        private final UUID id;
        private final CompletableFuture<Long> arrival;

        private Expected(UUID id, CompletableFuture<Long> arrival) {
            this.id = id;
            this.arrival = arrival;
        }

        /**
         * The event's position.
         *
         * @throws TimeoutException if it did not arrive in that time
         */
        public long await(Duration atMost) throws TimeoutException {
            try {
                return arrival.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for " + id, e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("Waiting for " + id + " failed", e);
            }
        }

        @Override
        public void close() {
            expected.remove(id);
        }
    }
}
