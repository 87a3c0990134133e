package io.tidemark.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body of at most 64 MiB. */
final class BodyLimit extends FilterInputStream {
    static final long BYTES = 64L * 1_024 * 1_024;

    private long read;

    BodyLimit(InputStream body) {
        super(body);
    }

    /** The body is larger. */
    static final class Exceeded extends IOException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) count(1);
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        if (n > 0) count(n);
        return n;
    }

    private void count(int bytes) throws Exceeded {
        read += bytes;
        if (read > BYTES) throw new Exceeded();
    }
}
