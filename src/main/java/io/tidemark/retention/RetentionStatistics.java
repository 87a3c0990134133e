package io.tidemark.retention;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.LongAdder;

/** What retention did on this node, since its start. Thread-safe. */
@ApplicationScoped
public class RetentionStatistics {
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failures = new LongAdder();

    /** Partitions of the log that this node dropped. */
    public long dropped() {
        return dropped.sum();
    }

    /** Runs that failed; each is tried again. */
    public long failures() {
        return failures.sum();
    }

    void dropped(int count) {
        dropped.add(count);
    }

    void failed() {
        failures.increment();
    }
}
