package io.tidemark.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which events a reader wants: conditions that all hold. The same filter selects rows of the log and events of the feed.
 * Immutable.
 */
public record Filter(List<Condition> conditions) {
    /** Everything. */
    public static final Filter ALL = new Filter(List.of());

    private static final Pattern TYPE = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]{0,127}\\*?|\\*");
    private static final int LENGTH = 1_024;
    private static final int TYPES = 50;
    private static final Map<String, Condition.Field> FIELDS = fields();
    private static final Set<String> PARAMETERS = parameters();

    public Filter {
        conditions = List.copyOf(conditions);
    }

    /** The query parameters that {@link #of} understands. */
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
        new TreeMap<>(parameters).forEach((name, values) -> {
            if (PARAMETERS.contains(name)) conditions.add(condition(name, values));
        });
        return conditions.isEmpty() ? ALL : new Filter(conditions);
    }

    /** Whether the event is wanted. */
    public boolean matches(AuditEvent event) {
        for (Condition condition : conditions) {
            if (!condition.test(event)) return false;
        }
        return true;
    }

    /** Whether everything is wanted. */
    public boolean isAll() {
        return conditions.isEmpty();
    }

    /** As a query string says it, not encoded. */
    @Override
    public String toString() {
        return conditions.stream().map(Condition::text).collect(Collectors.joining("&"));
    }

    private static Condition condition(String name, List<String> values) {
        for (String value : values) check(name, value);
        if (name.equals("eventType")) return types(values);
        if (values.size() != 1) throw new InvalidFilter(name, "repeated", name + " must be given once");
        String value = values.get(0);
        if (name.equals("account")) return new Condition.AccountIs(value);
        if (name.equals("outcome")) {
            for (Outcome outcome : Outcome.values()) {
                if (outcome.text().equals(value)) return new Condition.OutcomeIs(outcome);
            }
            throw new InvalidFilter(name, "enum", "outcome must be success or failure");
        }
        return new Condition.FieldIs(Objects.requireNonNull(FIELDS.get(name)), value);
    }

    private static Condition types(List<String> names) {
        if (names.size() > TYPES) {
            throw new InvalidFilter("eventType", "size", "eventType must be given at most " + TYPES + " times");
        }
        for (String name : names) {
            if (!TYPE.matcher(name).matches()) {
                throw new InvalidFilter(
                        "eventType", "pattern", "eventType must be a type's name, or the beginning of one and *");
            }
        }
        return new Condition.Types(List.copyOf(names));
    }

    private static void check(String name, String value) {
        if (value.isEmpty()) throw new InvalidFilter(name, "empty", name + " must not be empty");
        if (value.length() > LENGTH) {
            throw new InvalidFilter(name, "length", name + " must have at most " + LENGTH + " characters");
        }
        try {
            Rules.characters(name, value);
        } catch (InvalidEvent e) {
            throw new InvalidFilter(name, e.rule(), String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Condition.Field> fields() {
        Map<String, Condition.Field> fields = new TreeMap<>();
        for (Condition.Field field : Condition.Field.values()) fields.put(field.parameter(), field);
        return Collections.unmodifiableMap(fields);
    }

    private static Set<String> parameters() {
        Set<String> names = new TreeSet<>(FIELDS.keySet());
        names.addAll(List.of("eventType", "outcome", "account"));
        return Collections.unmodifiableSet(names);
    }
}
