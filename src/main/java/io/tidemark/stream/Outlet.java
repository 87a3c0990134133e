package io.tidemark.stream;

import java.io.IOException;
import java.util.concurrent.CompletionStage;

/** Where a subscription's frames go: one connection. Used by one thread at a time. */
public interface Outlet {
    /** The name shown to operators: {@code sse} or {@code websocket}. */
    String transport();

    /** How this transport says things. */
    Format format();

    /**
     * Writes one text of its {@link #format} and flushes it. The next one comes when this one is done. A transport may block
     * for as long as the server's write timeout, or be done later; a failure is an {@link IOException}, a
     * {@link java.net.SocketTimeoutException} if the client took nothing for too long.
     */
    CompletionStage<?> send(Text text);

    /** Whether it is time to ask the client if it is still there. Cheap; any thread. */
    default boolean isProbeDue() {
        return false;
    }

    /**
     * Asks it, between two texts.
     *
     * @throws IOException if the client did not answer the last time
     */
    default void probe() throws IOException {}

    /** Ends the connection, after the last text. May block. */
    void close(End why);
}
