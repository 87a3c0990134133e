package io.tidemark.emit;

/** Events were appended in a transaction: fired once for each, observed when it has committed. */
final class Emitted {
    private int count;

    void add(int events) {
        count += events;
    }

    int count() {
        return count;
    }
}
