package io.tidemark.trace;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What somebody did again within a minute: counted, with the first {@value #SAMPLES} different things. Not thread-safe. */
final class Tally {
    private static final int SAMPLES = 20;

    private final AuditEventBuilder event;
    private final Instant since;
    private final Set<String> samples = new LinkedHashSet<>();
    private Instant last;
    private long count;

    /** The metadata of the event that it becomes. */
    record Again(long count, Instant since, List<String> of) {}

    Tally(AuditEventBuilder event, Instant since) {
        this.event = event;
        this.since = since;
        this.last = since;
    }

    Tally again(String what, Instant now) {
        count++;
        last = now;
        if (samples.size() < SAMPLES) samples.add(what);
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
