package io.tidemark.stream;

import io.tidemark.store.LogEntry;

/** An entry as it is sent, encoded once for all readers of this node. */
record Frame(LogEntry entry, String text) {
    static final String CONNECTED = ": connected\n\n";

    static Frame of(LogEntry entry) {
        return new Frame(entry, "id: " + entry.seq() + "\nevent: audit\ndata: " + entry.json() + "\n\n");
    }

    static String retry(long millis) {
        return "retry: " + millis + "\n\n";
    }

    /** Moves the reader's cursor and fires nothing (HTML Standard, 9.2.6: an empty data buffer). */
    static String keepalive(long position) {
        return ": keepalive\nid: " + position + "\n\n";
    }

    long seq() {
        return entry.seq();
    }

    /** About how many bytes it takes in memory: the text, the entry that it was made of, and what is around them. */
    int weight() {
        return 2 * text.length() + 1_024;
    }
}
