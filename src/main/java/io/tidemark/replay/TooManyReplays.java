package io.tidemark.replay;

import java.time.Duration;

/** The caller has run as many replays as it may for now; nothing was run. */
public final class TooManyReplays extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    TooManyReplays(Duration retryAfter) {
        super("Too many replays: try again later");
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
