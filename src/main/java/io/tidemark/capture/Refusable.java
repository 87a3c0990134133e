package io.tidemark.capture;

/** A request whose refusal is recorded once. Thread-safe. */
final class Refusable {
    private boolean recorded;

    /** Whether this is the first to say so. */
    synchronized boolean record() {
        boolean first = !recorded;
        recorded = true;
        return first;
    }
}
