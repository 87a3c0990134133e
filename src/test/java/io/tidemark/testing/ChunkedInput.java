package io.tidemark.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The chunked transfer coding, RFC 9112 section 7.1. A body without its last chunk is an {@link EOFException}. */
final class ChunkedInput extends InputStream {

    private final InputStream in;
    private long left;
    private boolean started;
    private boolean complete;

    ChunkedInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0 && !complete) {
            nextChunk();
        }
        if (complete) {
            return -1;
        }
        int read = in.read(target, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("chunk cut short, " + left + " bytes missing");
        }
        left -= read;
        return read;
    }

    private void nextChunk() throws IOException {
        if (started) {
            line(in); // the line end behind the chunk
        }
        started = true;
        var size = line(in);
        int extension = size.indexOf(';');
        left = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).trim(), 16);
        if (left == 0) {
            complete = true;
            while (!line(in).isEmpty()) {
                // trailer fields
            }
        }
    }

    /** Reads a line of HTTP up to its CRLF. */
    static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("line cut short: " + line);
            }
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
    }
}
