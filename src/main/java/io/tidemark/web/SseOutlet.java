package io.tidemark.web;

import io.tidemark.stream.End;
import io.tidemark.stream.Format;
import io.tidemark.stream.Outlet;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** A {@link SseEventSink} as an outlet: several frames go out in one write, which blocks. */
record SseOutlet(SseEventSink sink) implements Outlet {
    @Override
    public String transport() {
        return "sse";
    }

    @Override
    public Format format() {
        return Format.EVENT_STREAM;
    }

    @Override
    public CompletionStage<?> send(String frames) {
        try {
            sink.send(new Frames(frames)).toCompletableFuture().get();
            return CompletableFuture.completedStage(null);
        } catch (ExecutionException | RuntimeException e) {
            return CompletableFuture.failedStage(new IOException("The client is gone", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedStage(new IOException("Interrupted while writing", e));
        }
    }

    @Override
    public void close(End why) {
        sink.close();
    }
}
