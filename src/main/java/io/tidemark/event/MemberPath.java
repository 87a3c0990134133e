package io.tidemark.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The names of members, from the outside in. It leads through objects, not into arrays. */
public record MemberPath(Root root, List<String> names) {

    private static final Pattern NAME = Pattern.compile("\\G(\"(?:[^\"\\\\]|\\\\.)*\"|[^.\"]+)(\\.|$)");
    private static final int DEPTH = 32;

    public MemberPath {
        names = List.copyOf(names);
    }

    /** What a path begins in. */
    public enum Root {
        METADATA("metadata"),
        REQUEST("request"),
        RESPONSE("response");

        private final String text;

        Root(String text) {
            this.text = text;
        }

        /** The name in JSON. */
        public String text() {
            return text;
        }

        private String prefix() {
            return text + ".";
        }
    }

    /** Whether it is one, well-formed or not. */
    static boolean isOne(String text) {
        return root(text) != null;
    }

    private static @Nullable Root root(String text) {
        for (Root root : Root.values()) {
            if (text.startsWith(root.prefix())) return root;
        }
        return null;
    }

    /**
     * The path of {@code metadata.a.b}; a name that has a dot in it stands in quotes, as a JSON string.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    static MemberPath parse(String text) {
        Root root = root(text);
        if (root == null) throw new IllegalArgumentException("Not a path of members");
        String path = text.substring(root.prefix().length());
        List<String> names = new ArrayList<>();
        Matcher name = NAME.matcher(path);
        int end = 0;
        boolean more = true;
        while (more && name.find()) {
            String found = name.group(1);
            names.add(found.startsWith("\"") ? JsonScalar.string(found) : found);
            end = name.end();
            more = !name.group(2).isEmpty();
        }
        if (more || end != path.length() || names.size() > DEPTH) {
            throw new IllegalArgumentException("Not a path of members");
        }
        return new MemberPath(root, names);
    }

    /** The value there, itself null or not; empty if there is none. */
    Optional<JsonScalar> in(@Nullable Metadata metadata) {
        if (metadata == null) return Optional.empty();
        Object value = metadata.members();
        for (String name : names) {
            if (!(value instanceof Map<?, ?> members) || !members.containsKey(name)) return Optional.empty();
            value = members.get(name);
        }
        return Optional.of(new JsonScalar(value));
    }

    /** As a query parameter says it. */
    public String text() {
        return names.stream()
                .map(name -> name.contains(".") || name.contains("\"") ? new JsonScalar(name).json() : name)
                .collect(Collectors.joining(".", root.prefix(), ""));
    }
}
