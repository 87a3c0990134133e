package io.tidemark.bench;

/** What was measured did not do what it should: its figure is worth nothing, and the run fails. */
final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
        super(message);
    }

    /** Example: {@code Wrong.unless(read == written, read + " of " + written + " events came")}. */
    static void unless(boolean right, String message) {
        if (!right) throw new Wrong(message);
    }
}
