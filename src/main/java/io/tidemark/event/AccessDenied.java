package io.tidemark.event;

/** The caller's access was revoked after its token was issued. */
public final class AccessDenied extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param seq the position of the event that revoked it */
    public AccessDenied(String eventType, long seq) {
        super("Access was revoked (" + eventType + ", seq " + seq + ")");
    }
}
