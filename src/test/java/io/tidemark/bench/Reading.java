package io.tidemark.bench;

/**
 * What one client of a {@link Crowd} reads: an HTTP answer in chunks, in it an event stream. It keeps no text, but whether ids
 * rise, and a hash that only the same ids in the same order have. Not thread-safe.
 */
final class Reading {
    /** Told of each event. */
    interface Watch {
        void received(int reader, long id, long nanos);
    }

    private enum Part {
        HEADER,
        SIZE,
        DATA,
        END
    }

    private enum Field {
        START,
        I,
        D,
        COLON,
        ID,
        REST
    }

    private final int number;
    private StringBuilder header = new StringBuilder();
    private Part part = Part.HEADER;
    private long left;
    private Field field = Field.START;
    private boolean hasId;
    private boolean hasData;
    private long id;
    private long last;
    private long count;
    private long hash;
    private long comments;
    private long disordered;
    private boolean ended;

    Reading(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    boolean isOpened() {
        return part != Part.HEADER;
    }

    /** Whether the stream is over, or said that it will be. */
    boolean isEnded() {
        return ended;
    }

    /** Events since the last {@link #reset}. */
    long count() {
        return count;
    }

    /** Keepalives, and other comments. */
    long comments() {
        return comments;
    }

    long disordered() {
        return disordered;
    }

    boolean isExactly(long... ids) {
        return count == ids.length && hash == hash(ids) && disordered == 0;
    }

    /** Whether it read every position from above that one to its last, once and in order. */
    boolean isDense(long after) {
        return disordered == 0 && count > 0 && last - after == count;
    }

    private static long hash(long... ids) {
        long hash = 0;
        for (long id : ids) hash = 31 * hash + id;
        return hash;
    }

    void reset() {
        count = 0;
        hash = 0;
        last = 0;
        comments = 0;
    }

    /** Returns how many events were in it. */
    int accept(byte[] bytes, int length, long nanos, Watch watch) {
        long before = count;
        int at = 0;
        while (at < length) {
            switch (part) {
                case HEADER -> header(bytes[at++]);
                case SIZE -> size(bytes[at++]);
                case DATA -> {
                    int until = (int) Math.min(length, at + left);
                    left -= until - at;
                    lines(bytes, at, until, nanos, watch);
                    at = until;
                    if (left == 0) part = Part.END;
                }
                case END -> {
                    if (bytes[at++] == '\n') part = Part.SIZE;
                }
            }
        }
        return (int) (count - before);
    }

    private void header(byte b) {
        header.append((char) b);
        int length = header.length();
        if (length < 4 || !header.substring(length - 4).equals("\r\n\r\n")) return;
        String text = header.toString();
        Wrong.unless(
                text.startsWith("HTTP/1.1 200 ") && text.contains("chunked"), "a stream was answered with " + text);
        header = new StringBuilder(0);
        part = Part.SIZE;
    }

    private void size(byte b) {
        if (b == '\r') return;
        if (b != '\n') {
            left = 16 * left + Character.digit(b, 16);
            return;
        }
        if (left == 0) ended = true;
        part = Part.DATA;
    }

    private void lines(byte[] bytes, int from, int until, long nanos, Watch watch) {
        for (int i = from; i < until; i++) {
            byte b = bytes[i];
            if (b == '\n') {
                if (field == Field.START) block(nanos, watch);
                field = Field.START;
                continue;
            }
            switch (field) {
                case START -> field = begin(b);
                case I -> field = b == 'd' ? Field.D : Field.REST;
                case D -> field = b == ':' ? Field.COLON : Field.REST;
                case COLON -> {
                    field = Field.ID;
                    hasId = true;
                    id = 0;
                }
                case ID -> id = 10 * id + (b - '0');
                case REST -> {
                    while (i + 1 < until && bytes[i + 1] != '\n') i++;
                }
            }
        }
    }

    private Field begin(byte b) {
        if (b == 'i') return Field.I;
        if (b == 'd') hasData = true;
        if (b == ':') comments++;
        return Field.REST;
    }

    private void block(long nanos, Watch watch) {
        if (hasData && hasId) {
            if (id <= last) disordered++;
            last = id;
            count++;
            hash = 31 * hash + id;
            watch.received(number, id, nanos);
        } else if (hasData) {
            ended = true; // "closed" and "revoked" have no id.
        }
        hasId = false;
        hasData = false;
    }

    @Override
    public String toString() {
        return "reader " + number + ": " + count + " events, " + disordered + " of them out of order"
                + (ended ? ", ended" : "");
    }
}
