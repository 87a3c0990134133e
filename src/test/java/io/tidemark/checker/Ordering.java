package io.tidemark.checker;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What committed before another transaction began has the lower positions; inside a transaction the emission decides. */
record Ordering(Facts facts, SeenLog log, Consumer<Violation> violations) {

    void judge() {
        facts.transactions().forEach(this::judgeInside);
        judgeBetween();
    }

    private void judgeInside(Transaction transaction) {
        @Nullable UUID before = null;
        for (var id : transaction.ids()) {
            if (log.seq(id) == null) continue;
            if (before != null && seq(before) > seq(id)) {
                violate("transaction " + transaction.name() + " emitted " + before + " before " + id, before, id);
            }
            before = id;
        }
    }

    private void judgeBetween() {
        var committed = facts.transactions().stream()
                .filter(one -> one.isCommitted() && one.ids().stream().anyMatch(id -> log.seq(id) != null))
                .toList();
        var byBegin = committed.stream()
                .sorted(Comparator.comparingLong(Transaction::begins))
                .toList();
        var byEnd = committed.stream()
                .sorted(Comparator.comparingLong(Transaction::ends))
                .toList();
        @Nullable Transaction highest = null;
        int ended = 0;
        for (var later : byBegin) {
            while (ended < byEnd.size() && byEnd.get(ended).ends() < later.begins()) {
                var one = byEnd.get(ended++);
                if (highest == null || seq(last(one)) > seq(last(highest))) highest = one;
            }
            if (highest != null && seq(last(highest)) > seq(first(later))) violate(highest, later);
        }
    }

    private void violate(Transaction earlier, Transaction later) {
        var lines = List.of(earlier.ends(), later.begins(), log.line(seq(last(earlier))), log.line(seq(first(later))));
        var text = "transaction " + earlier.name() + " had committed before " + later.name() + " began, and has seq "
                + seq(last(earlier)) + " behind " + seq(first(later));
        violations.accept(new Violation(Violation.Kind.REORDERED, text, lines));
    }

    private void violate(String text, UUID first, UUID second) {
        var lines = List.of(log.line(seq(first)), log.line(seq(second)));
        violations.accept(new Violation(
                Violation.Kind.REORDERED, text + ", but they are at " + seq(first) + " and " + seq(second), lines));
    }

    private UUID first(Transaction transaction) {
        return transaction.ids().stream()
                .filter(id -> log.seq(id) != null)
                .min(Comparator.comparingLong(this::seq))
                .orElseThrow();
    }

    private UUID last(Transaction transaction) {
        return transaction.ids().stream()
                .filter(id -> log.seq(id) != null)
                .max(Comparator.comparingLong(this::seq))
                .orElseThrow();
    }

    private long seq(UUID id) {
        return Objects.requireNonNull(log.seq(id));
    }
}
