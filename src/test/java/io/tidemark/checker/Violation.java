package io.tidemark.checker;

import java.util.List;

/**
 * A promise that was broken.
 *
 * @param lines of the history that prove it
 */
record Violation(Kind kind, String text, List<Long> lines) {

    enum Kind {
        /** Committed, or seen, and not there. */
        LOST,
        /** There twice, or received twice. */
        DUPLICATED,
        /** Not in the order of the commits, of the emission, or of the log. */
        REORDERED,
        /** A part of a transaction. */
        TORN,
        /** There, and nobody committed it, or the reader did not ask for it. */
        INVENTED,
        /** Two clients saw two things at one position. */
        DIFFERENT,
        /** A position that no event has. */
        SPARSE,
        /** Sent to a reader after its access was revoked. */
        LEAKED,
        /** A token that was taken although it was revoked. */
        ACCEPTED,
        /** Sent by a node that had not heard of the log for longer than the lease. */
        STALE
    }
}
