package io.tidemark.stream;

/** No stream now; the client may try again later. */
public final class StreamRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String problem;

    StreamRefused(String problem, String message) {
        super(message);
        this.problem = problem;
    }

    /** The name of the problem: {@code stale}, {@code too-many-streams} or {@code unavailable}. */
    public String problem() {
        return problem;
    }
}
