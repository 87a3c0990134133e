package io.tidemark.checker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** A transaction's events are in the log if it committed; wholly or not at all; and nothing else of ours is. */
record Atomicity(Facts facts, SeenLog log, Consumer<Violation> violations) {

    void judge() {
        var owners = new HashMap<UUID, Transaction>();
        for (var transaction : facts.transactions()) {
            judge(transaction);
            for (var id : transaction.ids()) owners.put(id, transaction);
        }
        judgeUnknown(owners);
    }

    private void judge(Transaction transaction) {
        var found = transaction.ids().stream().filter(this::isThere).toList();
        int expected = transaction.ids().size();
        boolean whole = found.size() == expected;
        if (transaction.outcome() == Outcome.ROLLED_BACK && !found.isEmpty()) {
            violate(Violation.Kind.INVENTED, transaction, found, "rolled back, and in the log are " + found);
        } else if (!whole && !found.isEmpty()) {
            violate(
                    Violation.Kind.TORN,
                    transaction,
                    found,
                    found.size() + " of " + expected + " events are in the log");
        } else if (!whole && transaction.isCommitted()) {
            violate(
                    Violation.Kind.LOST,
                    transaction,
                    found,
                    "committed, and none of " + expected + " events is in the log");
        }
        var undone = transaction.undone().stream().filter(this::isThere).toList();
        if (!undone.isEmpty()) {
            violate(Violation.Kind.INVENTED, transaction, undone, "rolled back to a savepoint before " + undone);
        }
    }

    private void judgeUnknown(Map<UUID, Transaction> owners) {
        var service = facts.run().text("service");
        for (var event : log.all()) {
            if (event.service().equals(service) && !owners.containsKey(event.id()) && !isUndone(event.id())) {
                violations.accept(new Violation(
                        Violation.Kind.INVENTED, "nobody emitted " + event, List.of(log.line(event.seq()))));
            }
        }
    }

    private boolean isUndone(UUID id) {
        return facts.transactions().stream()
                .anyMatch(transaction -> transaction.undone().contains(id));
    }

    private boolean isThere(UUID id) {
        return log.seq(id) != null;
    }

    private void violate(Violation.Kind kind, Transaction transaction, List<UUID> found, String text) {
        var lines = new ArrayList<>(transaction.lines());
        for (var id : found) {
            var seq = log.seq(id);
            if (seq != null) lines.add(log.line(seq));
        }
        violations.accept(new Violation(kind, "transaction " + transaction.name() + ": " + text, lines));
    }
}
