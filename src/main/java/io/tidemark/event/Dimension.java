package io.tidemark.event;

/** A member of events that statistics are grouped by. */
public enum Dimension {
    EVENT_TYPE("eventType"),
    OUTCOME("outcome"),
    ACCOUNT("account"),
    SERVICE("service"),
    OPERATION("operation"),
    IP("ip");

    private final String text;

    Dimension(String text) {
        this.text = text;
    }

    /** As a query parameter says it. */
    public String text() {
        return text;
    }
}
