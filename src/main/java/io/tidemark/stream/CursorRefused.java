package io.tidemark.stream;

/** A cursor that is ahead of the log, or older than what is kept. */
public final class CursorRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean ahead;
    private final long bound;

    CursorRefused(boolean ahead, long bound) {
        super(ahead ? "The log ends at seq " + bound : "The log begins at seq " + bound);
        this.ahead = ahead;
        this.bound = bound;
    }

    /** Whether it is ahead of the head; else it is below what is kept. */
    public boolean isAhead() {
        return ahead;
    }

    /** The head, or the oldest position that is kept. */
    public long bound() {
        return bound;
    }
}
