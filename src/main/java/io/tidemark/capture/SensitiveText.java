package io.tidemark.capture;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What looks like a secret inside a text: the value of a sensitive name ({@code password=…}, {@code "token": …}), a
 * credential of an HTTP scheme, a JSON Web Token, a private key in PEM, the password of a URL. Immutable.
 */
final class SensitiveText {
    static final String REDACTED = "[redacted]";

    private static final Pattern NAME =
            Pattern.compile("(?<![\\p{L}\\p{N}_.\\-])([\\p{L}\\p{N}_.\\-]++)\\\\?[\"']?\\s*+[=:]\\s*+");
    private static final Pattern VALUE =
            Pattern.compile("\\\\\"(?:[^\"\\\\]|\\\\[^\"])*+(?:\\\\\")?|\"(?:[^\"\\\\]|\\\\.)*+\"?|'[^']*+'?"
                    + "|(?:(?i:bearer|basic|digest|negotiate)\\s++)?[^\\s,;&\"'<>]++");
    private static final Pattern SHAPED = Pattern.compile("(?i:\\b(?:bearer|basic)\\s++[\\w.~+/=\\-]{8,}+)"
            + "|(?<![\\w\\-])eyJ[\\w\\-]{5,}+\\.[\\w\\-]++\\.[\\w\\-]*+"
            + "|-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----(?:(?!-----END)[\\s\\S])*+(?:-----END [A-Z ]{0,32}-----)?"
            + "|(?<=://)[^/\\s:@]{1,255}+:[^/\\s@]{1,255}+(?=@)");

    private final SensitiveNames names;

    SensitiveText(SensitiveNames names) {
        this.names = names;
    }

    /** The text with {@link #REDACTED} in their place; the same instance if there is none. */
    String masked(String text) {
        String masked = text;
        if (text.indexOf('=') >= 0 || text.indexOf(':') >= 0) masked = withoutNamed(text);
        Matcher shaped = SHAPED.matcher(masked);
        return shaped.find() ? shaped.replaceAll(Matcher.quoteReplacement(REDACTED)) : masked;
    }

    private String withoutNamed(String text) {
        Matcher name = NAME.matcher(text);
        Matcher value = VALUE.matcher(text);
        StringBuilder masked = new StringBuilder();
        int copied = 0;
        for (int at = 0; name.find(at); ) {
            at = name.end();
            // What follows another name may hold a sensitive one: https://…?token=…
            if (!names.match(name.group(1)) || !value.region(at, text.length()).lookingAt()) continue;
            if (!value.group().equals(REDACTED)) {
                masked.append(text, copied, at).append(REDACTED);
                copied = value.end();
            }
            at = value.end();
        }
        return copied == 0 ? text : masked.append(text, copied, text.length()).toString();
    }
}
