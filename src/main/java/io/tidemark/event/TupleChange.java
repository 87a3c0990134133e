package io.tidemark.event;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Relations between users and objects were written or deleted. */
public record TupleChange(Kind kind, List<Tuple> tuples) {
    /** What was done to them. */
    public enum Kind {
        WRITE,
        DELETE
    }

    /** One relation, as in {@code user:anne} is {@code viewer} of {@code document:roadmap}. */
    public record Tuple(String user, String relation, String object) {}

    public TupleChange {
        tuples = List.copyOf(tuples);
    }

    /**
     * The event, of type {@code tuple.changed}.
     *
     * @throws InvalidEvent if they are more than metadata can hold
     */
    public AuditEvent event() {
        List<Map<String, String>> members = tuples.stream()
                .map(tuple -> Map.of(
                        "user", fitted(tuple.user()),
                        "relation", fitted(tuple.relation()),
                        "object", fitted(tuple.object())))
                .toList();
        return AuditEvent.of("tuple.changed")
                .metadata(Metadata.of(Map.of("mutation", kind.name().toLowerCase(Locale.ROOT), "tuples", members)))
                .build();
    }

    private static String fitted(String value) {
        return Objects.requireNonNullElse(Fit.text(value), "");
    }
}
