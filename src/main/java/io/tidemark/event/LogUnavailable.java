package io.tidemark.event;

/** The log cannot be read or written now: the database did not answer, or answered with an error. */
public final class LogUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LogUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
