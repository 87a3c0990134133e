package io.tidemark.capture;

import io.tidemark.event.Mutation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A rule as it was written, in an annotation or in the configuration. */
record Declared(
        String type,
        String operation,
        String targetType,
        String target,
        Mutation mutation,
        List<String> metadata,
        boolean recordOnError,
        boolean capture,
        boolean replayable) {
    private static final Set<String> KEYS = Set.of(
            "type",
            "operation",
            "target-type",
            "target",
            "mutation",
            "metadata",
            "record-on-error",
            "capture",
            "replayable");

    static Declared of(Audited audited) {
        return new Declared(
                audited.type(),
                audited.operation(),
                audited.targetType(),
                audited.target(),
                audited.mutation(),
                List.of(audited.metadata()),
                audited.recordOnError(),
                audited.capture(),
                audited.replayable());
    }

    /**
     * From the configuration, by key.
     *
     * @throws IllegalArgumentException if a key or a value is none of those that there are
     */
    static Declared of(Map<String, String> values) {
        Map<String, String> given = new TreeMap<>(values);
        for (String key : given.keySet()) {
            if (!KEYS.contains(key)) throw new IllegalArgumentException("there is no key '" + key + "'");
        }
        return new Declared(
                given.getOrDefault("type", ""),
                given.getOrDefault("operation", ""),
                given.getOrDefault("target-type", ""),
                given.getOrDefault("target", ""),
                mutation(given.getOrDefault("mutation", "none")),
                Arrays.stream(given.getOrDefault("metadata", "").split(","))
                        .map(String::strip)
                        .filter(path -> !path.isEmpty())
                        .toList(),
                flag(given, "record-on-error", true),
                flag(given, "capture", false),
                flag(given, "replayable", false));
    }

    private static Mutation mutation(String word) {
        try {
            return Mutation.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("mutation must be create, update or delete, but was: " + word, e);
        }
    }

    private static boolean flag(Map<String, String> values, String key, boolean byDefault) {
        String value = values.getOrDefault(key, Boolean.toString(byDefault));
        if (value.equals("true") || value.equals("false")) return value.equals("true");
        throw new IllegalArgumentException(key + " must be true or false, but was: " + value);
    }
}
