package io.tidemark.capture;

import io.tidemark.event.EventJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Objects with secrets somewhere in them, each of which stands under a name that matches, or under a mark. */
final class RandomObjects {
    static final String SECRET = "s3cr3t";

    private static final List<String> RULES = SensitiveNames.DEFAULT;
    private static final List<String> ODD =
            List.of("", "\0", "ä", "😀", "\"", "\\", ".", "a b", "\u202e", "x".repeat(300), "~2", "1");

    private final Random random;
    private final Set<String> secrets = new LinkedHashSet<>();

    RandomObjects(Random random) {
        this.random = random;
    }

    Set<String> secrets() {
        return secrets;
    }

    String secret() {
        String secret = SECRET + "-" + secrets.size() + "-" + Integer.toHexString(random.nextInt());
        secrets.add(secret);
        return secret;
    }

    /** A rule's name somewhere in another, in some spelling. */
    String sensitiveName() {
        StringBuilder name = new StringBuilder();
        for (char c : oneOf(RULES).toCharArray()) {
            if (c == '_') name.append(oneOf(List.of("_", "-", "", " ", "__")));
            else name.append(random.nextBoolean() ? Character.toUpperCase(c) : c);
        }
        return oneOf(List.of("", "", "my", "x_", "the-")) + name + oneOf(List.of("", "", "2", "Of", "_x", "\0"));
    }

    @Nullable Object value(int depth) {
        int kind = depth > 6 ? random.nextInt(4) : random.nextInt(14);
        return switch (kind) {
            case 0 -> random.nextInt();
            case 1 -> oneOf(ODD);
            case 2 -> random.nextBoolean() ? null : "kept-" + random.nextInt(100);
            case 3 -> random.nextDouble();
            case 4, 5, 6 -> map(depth);
            case 7 -> new Object[] {value(depth + 1), value(depth + 1)};
            case 8 -> list(depth);
            case 9 -> new Things.Card("4711", secret(), secret());
            case 10 -> new Things.Key(secret());
            case 11 -> new Things.Order(random.nextInt(), value(depth + 1));
            case 12 -> text();
            default -> Optional.ofNullable(value(depth + 1));
        };
    }

    /** One more level around it. */
    Object around(Object value) {
        return switch (random.nextInt(5)) {
            case 0 -> List.of(value);
            case 1 -> new Object[] {"x", value};
            case 2 -> new Things.Order(1, value);
            case 3 -> Map.of("inner", value);
            default -> new LinkedHashMap<>(Map.of("a", value, "jwt", secret()));
        };
    }

    private Map<Object, @Nullable Object> map(int depth) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> map.put(sensitiveName(), secret());
                case 1 -> map.put(sensitiveName(), List.of(Map.of("in", secret()), new String[] {secret()}));
                case 2 -> map.put(random.nextInt(3), value(depth + 1));
                default -> map.put(oneOf(ODD) + random.nextInt(3), value(depth + 1));
            }
        }
        return map;
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) list.add(value(depth + 1));
        return list;
    }

    /** JSON, a form or a header that is passed as text. */
    private String text() {
        return switch (random.nextInt(4)) {
            case 0 -> EventJson.MAPPER.writeValueAsString(Map.of(sensitiveName(), Map.of("a", List.of(secret()))));
            case 1 ->
                EventJson.MAPPER.writeValueAsString(
                        List.of(EventJson.MAPPER.writeValueAsString(Map.of(sensitiveName(), secret()))));
            case 2 -> "user=ada&" + oneOf(List.of("password", "access_token", "api-key")) + "=" + secret() + "&x=1";
            default -> "Authorization: Bearer " + secret();
        };
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
