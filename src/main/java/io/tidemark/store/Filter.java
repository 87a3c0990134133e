package io.tidemark.store;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which events a reader wants: conditions that all hold. The same filter selects rows of the log and events of the feed.
 * Immutable.
 */
public final class Filter {
    /** Everything. */
    public static final Filter ALL = new Filter(List.of());

    private static final Pattern TYPE = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]{0,127}\\*?|\\*");
    private static final int LENGTH = 1_024;

    private record Text(String column, Function<AuditEvent, @Nullable String> value) {}

    private static final Map<String, Text> TEXTS = Map.of(
            "actor", new Text("actor_id", AuditEvent::actorId),
            "target",
                    new Text(
                            "target_id",
                            e -> e.target() == null ? null : e.target().id()),
            "service", new Text("service", AuditEvent::service),
            "operation", new Text("operation", AuditEvent::operation),
            "session", new Text("session_id", AuditEvent::sessionId),
            "requestId", new Text("request_id", AuditEvent::requestId),
            "traceId", new Text("trace_id", AuditEvent::traceId),
            "ip", new Text("ip", AuditEvent::ip));

    private static final Set<String> PARAMETERS = parameters();

    private final List<Condition> conditions;

    private Filter(List<Condition> conditions) {
        this.conditions = conditions;
    }

    /** The names that {@link #of} understands. */
    public static Set<String> parameterNames() {
        return PARAMETERS;
    }

    /**
     * The filter of these query parameters; those it does not know are left to others.
     *
     * @throws InvalidFilter if a value is malformed, or a parameter that stands once stands twice
     */
    public static Filter of(Map<String, List<String>> parameters) {
        List<Condition> conditions = new ArrayList<>();
        parameters.forEach((name, values) -> {
            if (!PARAMETERS.contains(name) || values.isEmpty()) return;
            for (String value : values) checkText(name, value);
            if (name.equals("eventType")) {
                conditions.add(types(values));
            } else if (values.size() > 1) {
                throw new InvalidFilter(name, "repeated", name + " must be given once");
            } else {
                conditions.add(condition(name, values.get(0)));
            }
        });
        return conditions.isEmpty() ? ALL : new Filter(List.copyOf(conditions));
    }

    /** Whether the entry is wanted. */
    public boolean matches(LogEntry entry) {
        for (Condition condition : conditions) {
            if (!condition.test().test(entry)) return false;
        }
        return true;
    }

    /** Whether everything is wanted. */
    public boolean isAll() {
        return conditions.isEmpty();
    }

    /** A conjunction for a WHERE clause; true if there is no condition. */
    String sql() {
        return conditions.isEmpty()
                ? "true"
                : conditions.stream().map(Condition::sql).collect(Collectors.joining(" and "));
    }

    List<Object> sqlParameters() {
        return conditions.stream().flatMap(c -> c.parameters().stream()).toList();
    }

    /** As a query string would say it, not encoded. */
    @Override
    public String toString() {
        return conditions.stream().map(Condition::text).collect(Collectors.joining("&"));
    }

    private static Condition condition(String name, String value) {
        String text = name + "=" + value;
        if (name.equals("outcome")) {
            if (!value.equals(Outcome.SUCCESS.text()) && !value.equals(Outcome.FAILURE.text())) {
                throw new InvalidFilter(name, "enum", "outcome must be success or failure");
            }
            // A literal, so that the planner sees the partial index of failures.
            return new Condition(
                    text,
                    "outcome = '" + value + "'",
                    List.of(),
                    entry -> entry.event().outcome().text().equals(value));
        }
        if (name.equals("account")) {
            return new Condition(
                    text,
                    "(account_id = ? or target_account_id = ?)",
                    List.of(value, value),
                    entry -> value.equals(entry.event().accountId())
                            || value.equals(entry.event().targetAccountId()));
        }
        Text field = Objects.requireNonNull(TEXTS.get(name), name);
        return new Condition(
                text,
                field.column() + " = ?",
                List.of(value),
                entry -> value.equals(field.value().apply(entry.event())));
    }

    private static Condition types(List<String> values) {
        List<String> sql = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        Predicate<LogEntry> test = entry -> false;
        for (String value : values) {
            if (!TYPE.matcher(value).matches()) {
                throw new InvalidFilter(
                        "eventType", "pattern", "eventType must be a type's name, or the beginning of one and *");
            }
            if (value.endsWith("*")) {
                String prefix = value.substring(0, value.length() - 1);
                sql.add("starts_with(event_type, ?)");
                parameters.add(prefix);
                test = test.or(entry -> entry.event().eventType().startsWith(prefix));
            } else {
                sql.add("event_type = ?");
                parameters.add(value);
                test = test.or(entry -> entry.event().eventType().equals(value));
            }
        }
        String text = values.stream().map(v -> "eventType=" + v).collect(Collectors.joining("&"));
        return new Condition(text, "(" + String.join(" or ", sql) + ")", parameters, test);
    }

    private static void checkText(String name, String value) {
        if (value.isEmpty()) throw new InvalidFilter(name, "empty", name + " must not be empty");
        if (value.length() > LENGTH) {
            throw new InvalidFilter(name, "length", name + " must have at most " + LENGTH + " characters");
        }
        if (value.indexOf(0) >= 0) throw new InvalidFilter(name, "nul", name + " must not contain a NUL character");
    }

    private static Set<String> parameters() {
        Set<String> names = new TreeSet<>(TEXTS.keySet());
        names.addAll(List.of("eventType", "outcome", "account"));
        return Collections.unmodifiableSet(names);
    }
}
