package io.tidemark.web;

import io.tidemark.stream.End;
import io.tidemark.stream.Format;
import io.tidemark.stream.Outlet;
import io.tidemark.stream.Text;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * A {@link SseEventSink} as an outlet. Writing blocks.
 *
 * <p>Why does only the first text pass the sink, and all others go to the body beside it? The sink begins the answer, and ends
 * it. But it encodes an event for each reader anew, field by field, writes it, and keeps futures of it.
 */
final class SseOutlet implements Outlet {
    private static final CompletionStage<?> SENT = CompletableFuture.completedFuture(null);

    private final SseEventSink sink;
    private final OutputStream body;
    private boolean begun;

    SseOutlet(SseEventSink sink, OutputStream body) {
        this.sink = sink;
        this.body = body;
    }

    @Override
    public String transport() {
        return "sse";
    }

    @Override
    public Format format() {
        return Format.EVENT_STREAM;
    }

    @Override
    public CompletionStage<?> send(Text text) {
        try {
            if (begun) write(text);
            else begin(text);
            return SENT;
        } catch (ExecutionException | IOException | RuntimeException e) {
            return CompletableFuture.failedStage(new IOException("The client is gone", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedStage(new IOException("Interrupted while writing", e));
        }
    }

    private void begin(Text text) throws ExecutionException, InterruptedException {
        sink.send(new FirstComment(text.toString())).toCompletableFuture().get();
        begun = true;
    }

    private void write(Text text) throws IOException {
        body.write(text.bytes());
        body.flush();
    }

    @Override
    public void close(End why) {
        sink.close();
    }
}
