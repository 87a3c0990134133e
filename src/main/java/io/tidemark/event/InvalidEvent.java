package io.tidemark.event;

/** An event that cannot be stored as it is: names the field and the rule it breaks, never its value. */
public final class InvalidEvent extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String field;
    private final String rule;

    public InvalidEvent(String field, String rule, String message) {
        super(message);
        this.field = field;
        this.rule = rule;
    }

    /** The member's name as in JSON, with dots for nested ones. */
    public String field() {
        return field;
    }

    /** One word: {@code required}, {@code pattern}, {@code length}, {@code nul}, {@code unknown} and so on. */
    public String rule() {
        return rule;
    }
}
