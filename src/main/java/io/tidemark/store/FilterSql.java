package io.tidemark.store;

import io.tidemark.event.Condition;
import io.tidemark.event.Condition.AccountIs;
import io.tidemark.event.Condition.FieldIs;
import io.tidemark.event.Condition.OutcomeIs;
import io.tidemark.event.Condition.Types;
import io.tidemark.event.Filter;
import java.util.ArrayList;
import java.util.List;

/** A filter as a WHERE clause: text that depends on no value, and the values. */
final class FilterSql {
    private final List<String> clauses = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    FilterSql(Filter filter) {
        filter.conditions().forEach(this::add);
    }

    String clause() {
        return clauses.isEmpty() ? "true" : String.join(" and ", clauses);
    }

    List<Object> parameters() {
        return parameters;
    }

    private void add(Condition condition) {
        if (condition instanceof Types types) addTypes(types);
        else if (condition instanceof AccountIs account) {
            clauses.add("(account_id = ? or target_account_id = ?)");
            parameters.add(account.accountId());
            parameters.add(account.accountId());
        } else if (condition instanceof OutcomeIs is) {
            // A literal, so that the planner sees the partial index of failures.
            clauses.add("outcome = '" + is.outcome().text() + "'");
        } else if (condition instanceof FieldIs is) {
            clauses.add(column(is.field()) + " = ?");
            parameters.add(is.value());
        }
    }

    private void addTypes(Types types) {
        List<String> names = new ArrayList<>();
        for (String name : types.names()) {
            boolean prefix = Types.isPrefix(name);
            names.add(prefix ? "starts_with(event_type, ?)" : "event_type = ?");
            parameters.add(prefix ? Types.prefix(name) : name);
        }
        clauses.add("(" + String.join(" or ", names) + ")");
    }

    private static String column(Condition.Field field) {
        return switch (field) {
            case ACTOR -> "actor_id";
            case TARGET -> "target_id";
            case SERVICE -> "service";
            case OPERATION -> "operation";
            case SESSION -> "session_id";
            case REQUEST -> "request_id";
            case TRACE -> "trace_id";
            case IP -> "ip";
        };
    }
}
