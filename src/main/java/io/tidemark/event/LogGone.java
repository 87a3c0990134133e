package io.tidemark.event;

/** What was asked for begins below what the log keeps: some of it is no longer there. */
public final class LogGone extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long oldest;

    public LogGone(long oldest) {
        super("The log begins at seq " + oldest);
        this.oldest = oldest;
    }

    /** The oldest position that is kept. */
    public long oldest() {
        return oldest;
    }
}
