package io.tidemark.replay;

/** The operation asks for a role that the caller lacks; nothing was run. */
public final class ReplayForbidden extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReplayForbidden(String message) {
        super(message);
    }
}
