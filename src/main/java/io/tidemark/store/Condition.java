package io.tidemark.store;

import java.util.List;
import java.util.function.Predicate;

/** One part of a filter: the same question, put to the database and to an entry in memory. */
record Condition(String text, String sql, List<Object> parameters, Predicate<LogEntry> test) {}
