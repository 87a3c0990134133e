package io.tidemark.bench;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Takes lines that have a number behind a prefix, and keeps nothing of them but how many there were, in rising order. */
final class Lines extends OutputStream {
    private final byte[] prefix;
    private int column;
    private long number;
    private boolean inNumber;
    private boolean numbered;
    private long last;
    private long count;
    private long bytes;

    Lines(String prefix) {
        this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
    }

    /** Lines that had a number. */
    long count() {
        return count;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int from, int length) {
        bytes += length;
        int end = from + length;
        for (int i = from; i < end; i++) {
            byte b = buffer[i];
            if (b == '\n') {
                line();
            } else if (column < prefix.length) {
                // One that begins otherwise has no number: the rest of it is skipped.
                column = b == prefix[column] ? column + 1 : Integer.MAX_VALUE;
                inNumber = column == prefix.length;
            } else if (column != Integer.MAX_VALUE && (inNumber || prefix.length == 0) && b >= '0' && b <= '9') {
                number = 10 * number + (b - '0');
                numbered = true;
            } else {
                inNumber = false;
                column = Integer.MAX_VALUE;
                while (i + 1 < end && buffer[i + 1] != '\n') i++;
            }
        }
    }

    private void line() {
        if (numbered) {
            Wrong.unless(number > last, number + " came after " + last);
            last = number;
            count++;
        }
        column = 0;
        number = 0;
        numbered = false;
        inNumber = false;
    }
}
