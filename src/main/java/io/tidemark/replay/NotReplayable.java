package io.tidemark.replay;

/** The operation cannot be run again; nothing was run. */
public final class NotReplayable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String rule;

    NotReplayable(String rule, String message) {
        super(message);
        this.rule = rule;
    }

    /** {@code captured}, {@code truncated}, {@code redacted}, {@code altered}, {@code operation}, {@code replayable} or {@code arguments}. */
    public String rule() {
        return rule;
    }
}
