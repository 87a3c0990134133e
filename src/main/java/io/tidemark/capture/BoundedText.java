package io.tidemark.capture;

import java.io.Writer;

/**
 * Text that is kept up to a number of bytes in UTF-8; beyond them it is only counted, and far beyond them, where counting
 * takes its time as well, refused. Not thread-safe.
 */
final class BoundedText extends Writer {
    /** Where counting ends. */
    static final long COUNTED = 16L * 1_024 * 1_024;

    private final StringBuilder kept = new StringBuilder(256);
    private final int limit;
    private long bytes;

    BoundedText(int limit) {
        this.limit = limit;
    }

    /** It became so long that nobody counts any more. */
    static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLong() {
            super("More than " + COUNTED + " bytes", null, false, false);
        }
    }

    @Override
    public void write(char[] text, int from, int length) {
        for (int i = from; i < from + length; i++) {
            char c = text[i];
            // Half of the four bytes that a pair of surrogates takes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        if (bytes <= limit) kept.append(text, from, length);
        else if (bytes > COUNTED) throw new TooLong();
    }

    long bytes() {
        return bytes;
    }

    boolean isWhole() {
        return bytes <= limit;
    }

    /** What was written, if all of it was kept. */
    String text() {
        return kept.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
