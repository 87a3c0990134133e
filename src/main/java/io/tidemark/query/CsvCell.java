package io.tidemark.query;

/**
 * A cell of comma-separated values: quoted where RFC 4180 wants it, and with an apostrophe before what a spreadsheet
 * would run as a formula.
 */
final class CsvCell {
    /** ASCII, full width, small and mathematical: spreadsheets take them for one another. */
    private static final String FORMULA = "=+-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B\u2212";

    private CsvCell() {}

    static String of(String text) {
        String safe = isFormula(text) ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    /** Spreadsheets trim what cannot be seen before they look for a formula. */
    private static boolean isFormula(String text) {
        if (text.isEmpty()) return false;
        char first = text.charAt(0);
        if (first == '\t' || first == '\r' || first == '\n') return true;
        return text.codePoints().filter(c -> !isInvisible(c)).limit(1).anyMatch(c -> FORMULA.indexOf(c) >= 0);
    }

    private static boolean isInvisible(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }
}
