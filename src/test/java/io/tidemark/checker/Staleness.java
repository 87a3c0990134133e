package io.tidemark.checker;

import java.util.List;
import java.util.function.Consumer;

/** A node that cannot reach the log sends nothing, and opens nothing, once the lease is over. */
record Staleness(Facts facts, Consumer<Violation> violations) {

    void judge() {
        double allowed = facts.run().json().path("lease").asDouble()
                + facts.run().json().path("tolerance").asDouble();
        for (var isolation : Isolation.of(facts)) {
            for (var stream : facts.streams()) {
                // What a reader that had stopped reading finds in its buffers may be old.
                if (stream.node.equals(isolation.node()) && !stream.stalled) judge(isolation, stream, allowed);
            }
        }
    }

    private void judge(Isolation isolation, Stream stream, double allowed) {
        if (stream.isOpened() && isolation.forbids(stream.openedAt, allowed)) {
            violate(isolation, stream.name + " was opened", stream.opened);
        }
        for (var arrival : stream.arrivals) {
            if (isolation.forbids(arrival.at(), allowed)) {
                violate(isolation, stream.name + " was served", arrival.line());
                return;
            }
        }
    }

    private void violate(Isolation isolation, String text, long line) {
        violations.accept(new Violation(
                Violation.Kind.STALE,
                text + " by " + isolation.node() + ", which was cut off from the log",
                List.of(isolation.line(), line)));
    }
}
