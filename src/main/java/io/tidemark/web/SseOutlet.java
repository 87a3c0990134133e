package io.tidemark.web;

import io.tidemark.stream.Outlet;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** A {@link SseEventSink} as an outlet: several frames go out in one write. */
record SseOutlet(SseEventSink sink) implements Outlet {
    @Override
    public String transport() {
        return "sse";
    }

    @Override
    public void send(String frames) throws IOException {
        try {
            sink.send(new Frames(frames)).toCompletableFuture().get();
        } catch (ExecutionException | RuntimeException e) {
            throw new IOException("The client is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while writing", e);
        }
    }

    @Override
    public void close() {
        sink.close();
    }
}
