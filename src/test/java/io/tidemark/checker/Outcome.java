package io.tidemark.checker;

/** What the client knows of its transaction when it is over. */
enum Outcome {
    COMMITTED,
    ROLLED_BACK,
    /** The connection broke before the answer: all of it or nothing, now or later. */
    UNKNOWN
}
