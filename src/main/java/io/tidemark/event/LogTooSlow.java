package io.tidemark.event;

/** The log did not answer in the time that such a question may take; a narrower question may be answered. */
public final class LogTooSlow extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LogTooSlow(String message, Throwable cause) {
        super(message, cause);
    }
}
