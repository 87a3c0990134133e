package io.tidemark.checker;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client did at once.
 *
 * @param ids its events, in the order of emission
 * @param undone those of savepoints that were rolled back
 * @param begins the line from before its first statement
 * @param ends the line from after its end; the largest number if the client never came to write it
 */
record Transaction(
        String name,
        List<UUID> ids,
        List<UUID> undone,
        long begins,
        long ends,
        Outcome outcome,
        @Nullable Revocation revocation) {

    /**
     * What it revokes.
     *
     * @param event the event that does; null if the server made it
     * @param seq its position, if the server said so; 0 if not
     */
    record Revocation(String scope, String id, @Nullable UUID event, long seq) {}

    static Transaction begun(Line line) {
        var revokes = line.json().path("revokes");
        var event = revokes.path("event").asString("");
        return new Transaction(
                line.text("tx"),
                line.ids("ids"),
                line.ids("undone"),
                line.number(),
                Long.MAX_VALUE,
                Outcome.UNKNOWN,
                revokes.isMissingNode()
                        ? null
                        : new Revocation(
                                revokes.path("scope").asString(),
                                revokes.path("id").asString(),
                                event.isEmpty() ? null : UUID.fromString(event),
                                0));
    }

    Transaction ended(Line line) {
        var known = revocation == null
                ? null
                : new Revocation(revocation.scope, revocation.id, revocation.event, line.number("seq"));
        return new Transaction(name, ids, undone, begins, line.number(), Outcome.valueOf(line.text("outcome")), known);
    }

    boolean isCommitted() {
        return outcome == Outcome.COMMITTED;
    }

    /** The lines that prove what the client knows of it. */
    List<Long> lines() {
        return ends == Long.MAX_VALUE ? List.of(begins) : List.of(begins, ends);
    }
}
