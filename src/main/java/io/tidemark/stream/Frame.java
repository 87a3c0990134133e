package io.tidemark.stream;

import io.tidemark.store.LogEntry;

/** An entry as it is sent, encoded once for all readers of this node. */
record Frame(LogEntry entry, String json) {
    static Frame of(LogEntry entry) {
        return new Frame(entry, entry.json());
    }

    long seq() {
        return entry.seq();
    }

    /** About how many bytes it takes in memory: the text, the entry that it was made of, and what is around them. */
    int weight() {
        return 2 * json.length() + 1_024;
    }
}
