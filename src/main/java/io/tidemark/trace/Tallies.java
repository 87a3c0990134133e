package io.tidemark.trace;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Tells the first of a minute from those after it, and counts these. Thread-safe. */
final class Tallies {
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int KEYS = 100_000;

    private final Clock clock;
    private final ConcurrentHashMap<String, Tally> open = new ConcurrentHashMap<>();

    Tallies(Clock clock) {
        this.clock = clock;
    }

    /**
     * Whether it is the first with that key within a minute; it is counted if not. Beyond {@value #KEYS} keys each counts as a
     * first one: nothing goes uncounted.
     *
     * @param event what those after it become when the minute is over
     */
    boolean isFirst(String key, Supplier<AuditEventBuilder> event, String what) {
        if (open.size() >= KEYS && !open.containsKey(key)) return true;
        Instant now = clock.instant();
        boolean[] first = {false};
        open.compute(key, (k, tally) -> {
            if (tally != null) return tally.again(what, now);
            first[0] = true;
            return new Tally(event.get(), now);
        });
        return first[0];
    }

    /** Takes out those whose minute is over, and all if asked; the events of those that counted something. */
    List<AuditEvent> take(boolean all) {
        Instant now = clock.instant();
        List<AuditEvent> over = new ArrayList<>();
        for (String key : open.keySet()) {
            // Inside compute, so that none is counted into what has been taken.
            open.computeIfPresent(key, (k, tally) -> {
                if (!all && !tally.isOver(now)) return tally;
                if (!tally.isEmpty()) over.add(tally.event());
                return null;
            });
        }
        return over;
    }
}
