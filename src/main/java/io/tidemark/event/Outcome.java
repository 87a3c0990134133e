package io.tidemark.event;

import java.util.Locale;

/** How the recorded action ended. */
public enum Outcome {
    SUCCESS,
    FAILURE;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The word used in JSON and in the database. */
    public String text() {
        return text;
    }

    /**
     * The outcome of that word.
     *
     * @throws InvalidEvent if there is none
     */
    public static Outcome of(String text) {
        for (Outcome outcome : values()) {
            if (outcome.text.equals(text)) return outcome;
        }
        throw new InvalidEvent("outcome", "enum", "outcome must be success or failure");
    }
}
