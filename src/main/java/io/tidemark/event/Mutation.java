package io.tidemark.event;

import java.util.Locale;

/** What was done to a resource. */
public enum Mutation {
    /** Nothing, or nothing that this word tells. */
    NONE,
    CREATE,
    UPDATE,
    DELETE;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The word used in metadata. */
    public String text() {
        return text;
    }
}
