package io.tidemark.checker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the promises were kept, by a history alone. */
record Verdict(Path history, Facts facts, List<Violation> violations) {

    static Verdict on(Path history) throws IOException {
        var facts = Facts.of(history);
        var violations = new ArrayList<Violation>();
        var log = new SeenLog(facts, violations::add);
        new Atomicity(facts, log, violations::add).judge();
        new Ordering(facts, log, violations::add).judge();
        new Delivery(facts, log, violations::add).judge();
        new Revoking(facts, log, violations::add).judge();
        new Staleness(facts, violations::add).judge();
        return new Verdict(history, facts, List.copyOf(violations));
    }

    Set<Violation.Kind> kinds() {
        return violations.stream().map(Violation::kind).collect(Collectors.toUnmodifiableSet());
    }
}
