package io.tidemark.acceptance;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Two writers that go on writing, so that there is always an event above the one a test looks at. */
final class Traffic implements AutoCloseable {
    private static final int PAUSE_MILLIS = 40;

    private final ScheduledExecutorService writers = Executors.newScheduledThreadPool(2);
    private final AtomicInteger refused = new AtomicInteger();

    Traffic(Ledger ledger) {
        for (int writer = 0; writer < 2; writer++) {
            var unused = writers.scheduleWithFixedDelay(() -> write(ledger), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Blocks that were not taken. */
    int refused() {
        return refused.get();
    }

    private void write(Ledger ledger) {
        var answer = ledger.tryPost(Ledger.marker(), Ledger.marker());
        if (answer.status() != 201) refused.incrementAndGet();
    }

    @Override
    public void close() {
        writers.shutdown();
        try {
            if (!writers.awaitTermination(1, TimeUnit.MINUTES)) throw new IllegalStateException("A writer hangs");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
