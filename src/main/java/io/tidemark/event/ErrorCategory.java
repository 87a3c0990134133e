package io.tidemark.event;

import java.util.Locale;

/** Where a failed action failed. */
public enum ErrorCategory {
    AUTHN,
    AUTHZ,
    HANDLER,
    SYSTEM;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The word used in JSON and in the database. */
    public String text() {
        return text;
    }

    /**
     * The category of that word.
     *
     * @throws InvalidEvent if there is none
     */
    public static ErrorCategory of(String text) {
        for (ErrorCategory category : values()) {
            if (category.text.equals(text)) return category;
        }
        throw new InvalidEvent("errorCategory", "enum", "errorCategory must be authn, authz, handler or system");
    }
}
