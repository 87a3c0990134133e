package io.tidemark.store;

import java.util.List;

/** Above one position, up to another: what a question looks at. */
record Positions(long above, long last) {
    static final Positions ALL = new Positions(0, Long.MAX_VALUE);

    static final String INSIDE = "seq > ? and seq <= ?";
    static final String OUTSIDE = "(seq <= ? or seq > ?)";

    /** Those of both. */
    Positions within(Positions other) {
        return new Positions(Math.max(above, other.above), Math.min(last, other.last));
    }

    /** Of {@link #INSIDE} and {@link #OUTSIDE}. */
    List<Object> parameters() {
        return List.of(above, last);
    }
}
