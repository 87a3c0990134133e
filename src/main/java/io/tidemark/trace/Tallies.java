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
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells the first of a minute from those after it, and counts these. Thread-safe. */
final class Tallies {
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final Logger LOGGER = Logger.getLogger(Tallies.class.getName());
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
        return isFirst(key, event, what, false);
    }

    /**
     * Counts it, or stores it if it is the first. Until that is done, those that come meanwhile are stored as well: what is
     * counted, and then forgotten because the first one failed, would have left no trace.
     */
    void storeFirst(String key, Supplier<AuditEventBuilder> event, String what, Runnable store) {
        if (!isFirst(key, event, what, true)) return;
        boolean stored = false;
        try {
            store.run();
            stored = true;
        } finally {
            settle(key, stored);
        }
    }

    private void settle(String key, boolean stored) {
        open.computeIfPresent(key, (k, tally) -> {
            if (stored) return tally.stored();
            return tally.isPending() ? null : tally;
        });
    }

    private boolean isFirst(String key, Supplier<AuditEventBuilder> event, String what, boolean pending) {
        if (open.size() >= KEYS && !open.containsKey(key)) return true;
        Instant now = clock.instant();
        boolean[] first = {false};
        open.compute(key, (k, tally) -> {
            if (tally != null && !tally.isPending()) return tally.again(what, now);
            first[0] = true;
            return tally != null ? tally : new Tally(event.get(), now, pending);
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
                AuditEvent event = event(tally);
                if (event != null) over.add(event);
                return null;
            });
        }
        return over;
    }

    /** One that cannot become an event must not keep the others from it. */
    private static @Nullable AuditEvent event(Tally tally) {
        try {
            return tally.isEmpty() ? null : tally.event();
        } catch (RuntimeException e) {
            LOGGER.log(Level.SEVERE, "Lost the traces of a minute: they do not make an event", e);
            return null;
        }
    }
}
