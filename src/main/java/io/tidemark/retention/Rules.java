package io.tidemark.retention;

import io.tidemark.store.RetentionTable;

/** The answers of the database's rules. */
final class Rules {
    private Rules() {}

    /** @throws RetentionRefused if one forbids it */
    static void check(String answer) {
        if (!answer.equals(RetentionTable.DONE)) throw new RetentionRefused(answer);
    }
}
