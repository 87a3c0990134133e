package io.tidemark.event;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
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

    /** Whether {@link #of} understands a query parameter of that name. */
    public static boolean isParameter(String name) {
        return PARAMETERS.contains(name) || MemberPath.isOne(name);
    }

    /**
     * The filter of these query parameters; those it does not know are left to others.
     *
     * @throws InvalidFilter if a value is malformed, or a parameter that stands once stands twice
     */
    public static Filter of(Map<String, List<String>> parameters) {
        List<Condition> conditions = new ArrayList<>();
        new TreeMap<>(parameters).forEach((name, values) -> {
            if (isParameter(name)) conditions.addAll(conditions(name, values));
        });
        return conditions.isEmpty() ? ALL : new Filter(conditions);
    }

    /** Whether the event is wanted; with {@link #readsPayload}, whether it may be. */
    public boolean matches(AuditEvent event, boolean hasPayload) {
        for (Condition condition : conditions) {
            boolean met = condition instanceof Condition.OfEvent of ? of.test(event) : hasPayload;
            if (!met) return false;
        }
        return true;
    }

    /** Whether it asks for what only the payload says, which is in the database alone. */
    public boolean readsPayload() {
        for (Condition condition : conditions) {
            if (condition instanceof PayloadCondition && !(condition instanceof PayloadCondition.Captured)) return true;
        }
        return false;
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

    private static List<Condition> conditions(String name, List<String> values) {
        for (String value : values) check(name, value);
        if (name.equals("eventType")) return List.of(types(values));
        if (name.equals("has")) return values.stream().map(Filter::has).toList();
        if (values.size() != 1) throw new InvalidFilter(name, "repeated", name + " must be given once");
        return List.of(condition(name, values.get(0)));
    }

    private static Condition condition(String name, String value) {
        return switch (name) {
            case "account" -> new Condition.AccountIs(value);
            case "outcome" -> outcome(value);
            case "from" -> new Condition.From(time(name, value));
            case "to" -> new Condition.To(time(name, value));
            case "q" -> new Condition.Contains(value);
            default ->
                MemberPath.isOne(name)
                        ? member(name, value)
                        : new Condition.FieldIs(Objects.requireNonNull(FIELDS.get(name)), value);
        };
    }

    private static Condition outcome(String value) {
        for (Outcome outcome : Outcome.values()) {
            if (outcome.text().equals(value)) return new Condition.OutcomeIs(outcome);
        }
        throw new InvalidFilter("outcome", "enum", "outcome must be success or failure");
    }

    private static Instant time(String name, String value) {
        try {
            Instant time = Rules.time(name, OffsetDateTime.parse(value).toInstant());
            return Objects.requireNonNull(time);
        } catch (DateTimeParseException | InvalidEvent e) {
            throw new InvalidFilter(
                    name, "time", name + " must be a time with offset as in RFC 3339, in the years 1 to 9999");
        }
    }

    private static Condition member(String name, String value) {
        MemberPath path = path(name, name);
        try {
            JsonScalar scalar = JsonScalar.of(value);
            return path.root() == MemberPath.Root.METADATA
                    ? new Condition.MetadataIs(path, scalar)
                    : new PayloadCondition.MemberIs(path, scalar);
        } catch (IllegalArgumentException e) {
            throw new InvalidFilter(name, "json", "A value in quotes must be a JSON string");
        }
    }

    private static Condition has(String value) {
        if (MemberPath.isOne(value)) {
            MemberPath path = path("has", value);
            return path.root() == MemberPath.Root.METADATA
                    ? new Condition.HasMetadata(path)
                    : new PayloadCondition.HasMember(path);
        }
        for (Condition.Member member : Condition.Member.values()) {
            if (member.text().equals(value)) return new Condition.Has(member);
        }
        return switch (value) {
            case "payload" -> new PayloadCondition.Captured();
            case "request" -> new PayloadCondition.HasSide(MemberPath.Root.REQUEST);
            case "response" -> new PayloadCondition.HasSide(MemberPath.Root.RESPONSE);
            default ->
                throw new InvalidFilter(
                        "has",
                        "enum",
                        "has must be an optional member of an event, payload, request, response,"
                                + " or a path in metadata, request or response");
        };
    }

    private static MemberPath path(String parameter, String text) {
        try {
            MemberPath path = MemberPath.parse(text);
            for (String name : path.names()) check(parameter, name);
            return path;
        } catch (IllegalArgumentException e) {
            throw new InvalidFilter(
                    parameter, "path", "A path is names with dots between them, those that have a dot in quotes");
        }
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
        names.addAll(List.of("eventType", "outcome", "account", "from", "to", "q", "has"));
        return Collections.unmodifiableSet(names);
    }
}
