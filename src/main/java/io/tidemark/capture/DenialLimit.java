package io.tidemark.capture;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * How many denials a minute are recorded: of one client, of all. Whoever knocks a thousand times a second fills no log.
 * Thread-safe.
 */
final class DenialLimit {
    private static final int CLIENTS = 10_000;

    private final int perClient;
    private final int perMinute;
    private final Map<String, Integer> counts = new HashMap<>();
    private Instant minute = Instant.EPOCH;
    private int recorded;
    private long unsaid;
    private long dropped;

    DenialLimit(int perClient, int perMinute) {
        this.perClient = perClient;
        this.perMinute = perMinute;
    }

    /** How many were dropped since the last one that was recorded; -1: this one is dropped too. */
    synchronized long admit(String client, Instant now) {
        Instant current = now.truncatedTo(ChronoUnit.MINUTES);
        if (!current.equals(minute)) {
            minute = current;
            counts.clear();
            recorded = 0;
        }
        int count = counts.size() < CLIENTS || counts.containsKey(client) ? counts.merge(client, 1, Integer::sum) : 1;
        if (count > perClient || recorded >= perMinute) {
            unsaid++;
            dropped++;
            return -1;
        }
        recorded++;
        long before = unsaid;
        unsaid = 0;
        return before;
    }

    /** Since the start. */
    synchronized long dropped() {
        return dropped;
    }
}
