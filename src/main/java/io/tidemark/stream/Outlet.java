package io.tidemark.stream;

import java.io.IOException;

/** Where a subscription's frames go: one connection. Used by one thread at a time; may block for the server's write timeout. */
public interface Outlet {
    /** The name shown to operators: {@code sse} or {@code websocket}. */
    String transport();

    /** Writes whole frames of an event stream, in one write, and flushes. */
    void send(String frames) throws IOException;

    /** Ends the connection; called by the thread that writes. */
    void close();
}
