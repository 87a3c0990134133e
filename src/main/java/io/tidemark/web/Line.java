package io.tidemark.web;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** One line of at most 256 KiB of a reader; what is longer is never in memory. */
record Line(Reader reader) {
    static final int BYTES = 256 * 1_024;

    /** The line is longer. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** The line without its end; null at the end of the input. */
    @Nullable String read() throws IOException {
        StringBuilder line = new StringBuilder();
        int bytes = 0;
        int c;
        while ((c = reader.read()) >= 0) {
            if (c == '\n') return line.toString();
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate((char) c) ? 2 : 3;
            if (bytes > BYTES) throw new TooLong();
            line.append((char) c);
        }
        return line.isEmpty() ? null : line.toString();
    }
}
