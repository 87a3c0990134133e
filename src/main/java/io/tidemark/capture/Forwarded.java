package io.tidemark.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads the header {@code Forwarded} (RFC 7239). */
final class Forwarded {
    private Forwarded() {}

    /** Whom each proxy heard from, from left to right; empty where it does not say. */
    static List<String> clients(String header) {
        return split(header, ',').stream().map(Forwarded::client).toList();
    }

    private static String client(String element) {
        for (String pair : split(element, ';')) {
            int equals = pair.indexOf('=');
            if (equals > 0
                    && pair.substring(0, equals)
                            .strip()
                            .toLowerCase(Locale.ROOT)
                            .equals("for")) {
                return unquoted(pair.substring(equals + 1).strip());
            }
        }
        return "";
    }

    /**
     * At separators that are not quoted. Where a quote never ends, at all of them: a client that opens one must not hide what
     * the proxies append.
     */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (quoted) return Arrays.asList(text.split(String.valueOf(separator), -1));
        parts.add(text.substring(start));
        return parts;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
