package io.tidemark.retention;

/** A hold or an early purge that a rule forbids. Rolls back whatever was begun. */
public final class RetentionRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String rule;

    RetentionRefused(String rule) {
        super(rule);
        this.rule = rule;
    }

    /**
     * Of a hold: {@code gone}, {@code released}; of a purge: {@code disabled}, {@code pending}, {@code nothing}, {@code held}, {@code
     * young}, {@code approved}, {@code expired}, {@code own}; of both: {@code unknown}.
     */
    public String rule() {
        return rule;
    }
}
