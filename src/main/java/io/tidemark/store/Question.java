package io.tidemark.store;

import java.util.List;

/**
 * A statement and the values of its parameters, in order.
 *
 * @param generic whether its way is right for all values and any log, and PostgreSQL may plan it once for a connection: no
 *     path but those of indexes that give its order, and of sorting what an index has
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
