package io.tidemark.event;

/** How an event departs from the catalogue. It is stored all the same. */
public enum Drift {
    /** It does not. */
    NONE,
    /** Its type is not in the catalogue. */
    UNKNOWN_TYPE,
    /** Its metadata is missing, or does not fit the schema of its type. */
    METADATA
}
