package io.tidemark.guard;

/** The reader's access was revoked after its token was issued. */
public final class AccessDenied extends RuntimeException {
    private static final long serialVersionUID = 1;

    AccessDenied(String message) {
        super(message);
    }
}
