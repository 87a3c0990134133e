package io.tidemark.checker;

import java.time.Duration;
import java.util.Random;

/** A run: the same seed gives the same clients and the same faults in the same order, as far as threads can be made to. */
record Settings(long seed, int nodes, Duration length) {

    /** {@code -Dchecker.seed}, {@code -Dchecker.nodes} and {@code -Dchecker.minutes}. */
    static Settings given(int nodes, Duration length) {
        var minutes = System.getProperty("checker.minutes");
        return new Settings(
                Long.getLong("checker.seed", new Random().nextInt(1_000_000)),
                Integer.getInteger("checker.nodes", nodes),
                minutes == null ? length : Duration.ofMillis((long) (Double.parseDouble(minutes) * 60_000)));
    }
}
