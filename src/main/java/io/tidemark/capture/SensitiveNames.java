package io.tidemark.capture;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The names whose values are not kept. A name counts by its letters and digits alone, in any case and any width:
 * {@code apiKey}, {@code API-KEY} and {@code api_key} are one. Immutable.
 */
final class SensitiveNames {
    static final List<String> DEFAULT = List.of(
            "password",
            "passwd",
            "token",
            "secret",
            "authorization",
            "api_key",
            "credentials",
            "bearer",
            "cookie",
            "jwt",
            "session_id",
            "private_key");

    /** Whatever is configured. */
    private static final Set<String> HEADERS =
            Set.of("authorization", "proxyauthorization", "cookie", "setcookie", "xapikey");

    private final List<String> parts;

    /** Those that contain one of these. */
    SensitiveNames(List<String> parts) {
        this.parts = parts.stream().map(SensitiveNames::folded).toList();
    }

    /** As configured: separated by commas. */
    static SensitiveNames of(String parts) {
        return new SensitiveNames(
                Arrays.stream(parts.split(",", -1)).map(String::strip).toList());
    }

    boolean match(String name) {
        String folded = folded(name);
        for (String part : parts) {
            if (folded.contains(part)) return true;
        }
        return false;
    }

    boolean matchHeader(String name) {
        return HEADERS.contains(folded(name)) || match(name);
    }

    /** The letters and digits, in lower case. */
    static String folded(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        Normalizer.normalize(name, Normalizer.Form.NFKC)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
                .forEach(folded::appendCodePoint);
        return folded.toString();
    }
}
