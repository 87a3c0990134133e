package io.tidemark.checker;

import java.util.List;
import java.util.function.Consumer;

/** Above the position of a revocation the reader it concerns gets nothing, and its token opens nothing. */
record Revoking(Facts facts, SeenLog log, Consumer<Violation> violations) {

    void judge() {
        for (var transaction : facts.transactions()) {
            long seq = seq(transaction);
            if (seq > 0) judge(transaction, seq);
        }
    }

    private long seq(Transaction transaction) {
        var revocation = transaction.revocation();
        if (revocation == null) return 0;
        if (revocation.event() == null) return revocation.seq();
        var seq = log.seq(revocation.event());
        return seq == null ? 0 : seq;
    }

    private void judge(Transaction transaction, long seq) {
        var revocation = transaction.revocation();
        if (revocation == null) return;
        long known = facts.knownFrom(seq);
        for (var stream : facts.streams()) {
            var access = facts.access(stream);
            // A token that was issued while it was being revoked may be either.
            if (!access.isOf(revocation.scope(), revocation.id()) || access.line() > transaction.begins()) continue;
            leaked(transaction, seq, stream);
            if (stream.isOpened() && stream.asked > known) {
                var text = stream.name + " was opened with a token that " + transaction.name() + " had revoked at seq "
                        + seq;
                violate(Violation.Kind.ACCEPTED, text, access.line(), transaction.begins(), known, stream.opened);
            }
        }
    }

    private void leaked(Transaction transaction, long seq, Stream stream) {
        for (var arrival : stream.arrivals) {
            if (arrival.event() == null || arrival.seq() <= seq) continue;
            var text = stream.name + " got seq " + arrival.seq() + ", and " + transaction.name() + " had revoked it at "
                    + seq;
            violate(Violation.Kind.LEAKED, text, transaction.begins(), log.line(seq), stream.asked, arrival.line());
            return;
        }
    }

    private void violate(Violation.Kind kind, String text, Long... lines) {
        violations.accept(new Violation(kind, text, List.of(lines)));
    }
}
