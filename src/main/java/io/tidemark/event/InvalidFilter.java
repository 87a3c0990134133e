package io.tidemark.event;

/** A filter with a malformed value: names the parameter and the rule it breaks, never the value. */
public final class InvalidFilter extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String parameter;
    private final String rule;

    public InvalidFilter(String parameter, String rule, String message) {
        super(message);
        this.parameter = parameter;
        this.rule = rule;
    }

    public String parameter() {
        return parameter;
    }

    public String rule() {
        return rule;
    }
}
