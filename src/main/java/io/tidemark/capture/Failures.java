package io.tidemark.capture;

import org.jspecify.annotations.Nullable;

/** What was thrown: its type and its message. No stack: it says where the code stands, not what was done. */
final class Failures {
    private Failures() {}

    static void write(Throwable thrown, Graph graph) {
        graph.member("type", thrown.getClass().getName());
        graph.member("message", message(thrown));
    }

    /** A message may be computed, and that may fail. */
    static @Nullable String message(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (RuntimeException | StackOverflowError e) {
            return null;
        }
    }
}
