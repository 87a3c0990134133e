package io.tidemark.guard;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Logger;

/** The requests that were refused, by the name of the problem. Thread-safe. */
@ApplicationScoped
public class Refusals {
    private static final Logger LOGGER = Logger.getLogger(Refusals.class.getName());

    /** The names of problems. */
    public static final List<String> REASONS = List.of(
            "unauthorized",
            "forbidden",
            "revoked",
            "not-found",
            "method-not-allowed",
            "not-acceptable",
            "unsupported-media-type",
            "malformed",
            "invalid-parameter",
            "unknown-parameter",
            "invalid-event",
            "too-large",
            "cursor-ahead",
            "cursor-gone",
            "too-many-streams",
            "rate-limited",
            "not-replayable",
            "replay-failed",
            "not-purgeable",
            "already-released",
            "stale",
            "unavailable",
            "internal");

    @Inject
    private Event<Refusal> refused;

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** Counts, logs and tells one. */
    public void refused(Refusal refusal) {
        counts.computeIfAbsent(refusal.problem(), key -> new LongAdder()).increment();
        LOGGER.info(() -> "Refused " + refusal.method() + " " + refusal.path() + " (" + refusal.problem() + ")");
        refused.fire(refusal);
    }

    public Map<String, Long> counts() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((problem, count) -> sums.put(problem, count.sum()));
        return sums;
    }
}
