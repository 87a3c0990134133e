package io.tidemark.store;

import java.util.List;

/** A statement and the values of its parameters, in order. */
record Question(String sql, List<Object> parameters) {
    Question {
        parameters = List.copyOf(parameters);
    }
}
