package io.tidemark.checker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The log, put together from what all clients saw of it: each event at one position, the same for everybody. */
final class SeenLog {
    private final NavigableMap<Long, Event> events = new TreeMap<>();
    private final Map<UUID, Long> seqs = new HashMap<>();
    private final Map<Long, Long> lines = new HashMap<>();
    private final Consumer<Violation> violations;

    SeenLog(Facts facts, Consumer<Violation> violations) {
        this.violations = violations;
        facts.pages().forEach(this::add);
        int paged = events.size();
        for (var stream : facts.streams()) stream.arrivals.forEach(this::add);
        dense(paged, facts);
    }

    @Nullable Event at(long seq) {
        return events.get(seq);
    }

    /** The position of that event; null if nobody saw it. */
    @Nullable Long seq(UUID id) {
        return seqs.get(id);
    }

    /** A line with that position. */
    long line(long seq) {
        return lines.getOrDefault(seq, 0L);
    }

    /** Above one position, up to another. */
    Iterable<Event> between(long after, long last) {
        return events.subMap(after, false, Math.max(after, last), true).values();
    }

    Iterable<Event> all() {
        return events.values();
    }

    private void add(Stream.Arrival arrival) {
        var event = arrival.event();
        if (event == null) return;
        var before = events.putIfAbsent(event.seq(), event);
        if (before == null) {
            first(event, arrival.line());
        } else if (!before.equals(event)) {
            violate(
                    Violation.Kind.DIFFERENT,
                    "seq " + event.seq() + " is " + before + " and " + event,
                    line(event.seq()),
                    arrival.line());
        }
    }

    private void first(Event event, long line) {
        lines.put(event.seq(), line);
        var twice = seqs.putIfAbsent(event.id(), event.seq());
        if (twice != null) {
            violate(
                    Violation.Kind.DUPLICATED,
                    "event " + event.id() + " has the positions " + twice + " and " + event.seq(),
                    line(twice),
                    line);
        }
    }

    /** Of what the pages held, nothing may be missing; what a stream has shown, they must hold. */
    private void dense(int paged, Facts facts) {
        if (facts.pages().isEmpty()) return;
        long first = facts.run().number("after") + 1;
        long last = facts.pages().get(facts.pages().size() - 1).seq();
        long next = first;
        for (var arrival : facts.pages()) {
            if (arrival.seq() > next) sparse(next, arrival);
            next = arrival.seq() + 1;
        }
        for (var event : between(first - 1, last)) {
            if (paged == last - first + 1) return;
            if (facts.pages().stream().noneMatch(arrival -> arrival.seq() == event.seq())) {
                violate(Violation.Kind.LOST, event + " was sent and is not in the log", line(event.seq()));
            }
        }
    }

    private void sparse(long next, Stream.Arrival arrival) {
        violate(
                Violation.Kind.SPARSE,
                "positions " + next + " to " + (arrival.seq() - 1) + " are missing",
                arrival.line());
    }

    private void violate(Violation.Kind kind, String text, Long... proof) {
        violations.accept(new Violation(kind, text, List.of(proof)));
    }
}
