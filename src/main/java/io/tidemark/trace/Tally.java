package io.tidemark.trace;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What somebody did again within a minute: counted, with the first {@value #SAMPLES} different things, of each so much that
 * the event never becomes too large. Not thread-safe.
 */
final class Tally {
    private static final int SAMPLES = 20;
    private static final int LENGTH = 200;

    private final AuditEventBuilder event;
    private final Instant since;
    private final Set<String> samples = new LinkedHashSet<>();
    private Instant last;
    private long count;
    private boolean pending;

    /** The metadata of the event that it becomes. */
    record Again(long count, Instant since, List<String> of) {}

    /** @param pending whether the first one is yet to be stored */
    Tally(AuditEventBuilder event, Instant since, boolean pending) {
        this.event = event;
        this.since = since;
        this.last = since;
        this.pending = pending;
    }

    /** The first one is stored: those after it may be counted. */
    Tally stored() {
        pending = false;
        return this;
    }

    boolean isPending() {
        return pending;
    }

    Tally again(String what, Instant now) {
        count++;
        last = now;
        if (samples.size() < SAMPLES) samples.add(Excerpt.of(what, LENGTH));
        return this;
    }

    boolean isOver(Instant now) {
        return !now.isBefore(since.plus(Tallies.WINDOW));
    }

    boolean isEmpty() {
        return count == 0;
    }

    AuditEvent event() {
        return event.occurredAt(last)
                .metadata(new Again(count, since, List.copyOf(samples)))
                .build();
    }
}
