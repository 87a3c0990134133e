package io.tidemark.stream;

import io.tidemark.store.LogEntry;
import java.nio.charset.StandardCharsets;

/** An entry as it is sent, encoded once for all readers of this node. */
record Frame(LogEntry entry, byte[] bytes) {
    static final String CONNECTED = ": connected\n\nretry: %d\n\n";

    static Frame of(LogEntry entry) {
        String text = "id: " + entry.seq() + "\nevent: audit\ndata: " + entry.json() + "\n\n";
        return new Frame(entry, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Moves the reader's cursor and fires nothing (HTML Standard, 9.2.6: an empty data buffer). */
    static byte[] keepalive(long position) {
        return (": keepalive\nid: " + position + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    long seq() {
        return entry.seq();
    }
}
