package io.tidemark.capture;

/** Text without what PostgreSQL cannot keep: NUL becomes its symbol U+2400, a lone surrogate U+FFFD. */
final class Clean {
    private static final char NUL = '\u2400';
    private static final char UNKNOWN = '\uFFFD';

    private Clean() {}

    /** The same instance if there is nothing to replace. */
    static String text(String text) {
        StringBuilder clean = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                if (clean == null) clean = new StringBuilder(text);
                clean.setCharAt(i, c == 0 ? NUL : UNKNOWN);
            }
        }
        return clean == null ? text : clean.toString();
    }
}
