package io.tidemark.store;

/** The database did not answer, or answered with an error. */
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreUnavailable(String what, Throwable cause) {
        super(what, cause);
    }
}
