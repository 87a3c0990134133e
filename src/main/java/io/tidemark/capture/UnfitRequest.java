package io.tidemark.capture;

/** What was captured does not fit the operation as it is now. */
public final class UnfitRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnfitRequest(String message) {
        super(message);
    }
}
