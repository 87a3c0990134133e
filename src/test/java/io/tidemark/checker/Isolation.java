package io.tidemark.checker;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A time in which a node could not hear of the log.
 *
 * @param from when it was cut off, for sure, and when it was next let run after it had been stopped
 * @param until when it was about to be let
 */
record Isolation(String node, List<Double> from, double until, long line) {
    private static final Set<Fault> STANDING = Set.of(Fault.PAUSE_NODE, Fault.KILL_NODE, Fault.FREEZE_CLIENTS);

    static List<Isolation> of(Facts facts) {
        var isolations = new ArrayList<Isolation>();
        for (var begin : facts.faults()) {
            if (!begin.text("phase").equals("done") || !fault(begin).isolates()) continue;
            double until = facts.faults().stream()
                    .filter(line -> line.number() > begin.number() && isSame(begin, line, "ending"))
                    .mapToDouble(Line::at)
                    .findFirst()
                    .orElse(facts.end());
            for (var node : nodes(facts, begin)) isolations.add(of(facts, begin, node, until));
        }
        return isolations;
    }

    private static Isolation of(Facts facts, Line begin, String node, double until) {
        var from = new ArrayList<>(List.of(begin.at()));
        for (var line : facts.faults()) {
            if (line.at() > begin.at()
                    && line.at() < until
                    && STANDING.contains(fault(line))
                    && line.text("phase").equals("ended")
                    && line.text("node").equals(node)) {
                from.add(line.at());
            }
        }
        return new Isolation(node, from, until, begin.number());
    }

    /** Whether what the node sent then must not have been sent, so much later than it could know. */
    boolean forbids(double at, double allowed) {
        if (at <= from.get(0) || at >= until) return false;
        double last =
                from.stream().filter(start -> start <= at).max(Double::compare).orElseThrow();
        return at > last + allowed;
    }

    private static List<String> nodes(Facts facts, Line line) {
        if (line.has("node")) return List.of(line.text("node"));
        return facts.streams().stream().map(stream -> stream.node).distinct().toList();
    }

    private static boolean isSame(Line begin, Line other, String phase) {
        return other.text("phase").equals(phase)
                && fault(other) == fault(begin)
                && other.text("node").equals(begin.text("node"));
    }

    private static Fault fault(Line line) {
        return Fault.valueOf(line.text("fault"));
    }
}
