package io.tidemark.emit;

/** An event could not be stored, so the action that it records must not happen either. */
public final class AuditException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AuditException(String message, Throwable cause) {
        super(message, cause);
    }
}
