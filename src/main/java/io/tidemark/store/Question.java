package io.tidemark.store;

import java.util.List;

/**
 * A statement and the values of its parameters, in order.
 *
 * @param generic whether it is written so that one plan is right for all values and a log of any size: {@link Jdbc} has
 *     PostgreSQL make it once for a connection
 */
record Question(String sql, List<Object> parameters, boolean generic) {
    Question {
        parameters = List.copyOf(parameters);
    }

    /** One that is planned for its values, each time. */
    Question(String sql, List<Object> parameters) {
        this(sql, parameters, false);
    }
}
