package io.tidemark.trace;

/** The beginning of a text, such that every event may hold it. */
final class Excerpt {
    private Excerpt() {}

    /** Its first {@code length} characters; what cannot be printed or stored is a question mark. */
    static String of(String text, int length) {
        StringBuilder excerpt = new StringBuilder();
        text.codePoints().limit(length).map(Excerpt::printable).forEach(excerpt::appendCodePoint);
        boolean isCut = text.codePointCount(0, text.length()) > length;
        return isCut ? excerpt.append('…').toString() : excerpt.toString();
    }

    private static int printable(int character) {
        boolean lone = Character.getType(character) == Character.SURROGATE;
        return lone || Character.isISOControl(character) ? '?' : character;
    }
}
