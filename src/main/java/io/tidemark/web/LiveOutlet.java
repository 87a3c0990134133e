package io.tidemark.web;

import io.tidemark.stream.End;
import io.tidemark.stream.Format;
import io.tidemark.stream.Outlet;
import io.tidemark.stream.StreamSettings;
import io.tidemark.stream.Text;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A WebSocket as an outlet: a message each. No thread waits for its client. */
final class LiveOutlet implements Outlet {
    private static final Logger LOGGER = Logger.getLogger(LiveOutlet.class.getName());

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final StreamSettings settings;
    private volatile @Nullable Session session;
    private volatile RemoteEndpoint.@Nullable Async remote;
    private volatile long pingedAt = System.nanoTime();
    private volatile boolean answered = true;

    LiveOutlet(StreamSettings settings) {
        this.settings = settings;
    }

    /** The handshake is done. */
    void open(Session opened) {
        RemoteEndpoint.Async client = opened.getAsyncRemote();
        client.setSendTimeout(settings.stall().toMillis());
        session = opened;
        remote = client;
    }

    /** The client answered a ping. */
    void answered() {
        answered = true;
    }

    @Override
    public String transport() {
        return "websocket";
    }

    @Override
    public Format format() {
        return Format.JSON;
    }

    @Override
    public CompletionStage<?> send(Text text) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        try {
            remote().sendText(text.toString(), result -> {
                if (result.isOK()) sent.complete(null);
                else sent.completeExceptionally(result.getException());
            });
        } catch (IOException | RuntimeException e) {
            sent.completeExceptionally(e);
        }
        // The server's timeout calls the handler; a handler that it never calls must not keep the stream for ever.
        return sent.orTimeout(settings.stall().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean isProbeDue() {
        return System.nanoTime() - pingedAt >= settings.ping().toNanos();
    }

    @Override
    public void probe() throws IOException {
        if (!answered) throw new IOException("The client did not answer the last ping");
        answered = false;
        pingedAt = System.nanoTime();
        remote().sendPing(ByteBuffer.allocate(0));
    }

    @Override
    public void close(End why) {
        Session open = session;
        if (open == null) return;
        try {
            open.close(new CloseReason(code(why), why.reason()));
        } catch (IOException | RuntimeException e) {
            LOGGER.fine("The client left before it was told why");
        }
    }

    /** RFC 6455, section 7.4.1: 1008 must not come back with the same token, 1001 and 1013 may. */
    private static CloseCode code(End why) {
        if (why instanceof End.Revoked || why == End.Closed.EXPIRED) return CloseCodes.VIOLATED_POLICY;
        return why == End.Closed.SHUTDOWN ? CloseCodes.GOING_AWAY : CloseCodes.TRY_AGAIN_LATER;
    }

    private RemoteEndpoint.Async remote() throws IOException {
        RemoteEndpoint.Async client = remote;
        if (client == null) throw new IOException("The handshake is not done");
        return client;
    }
}
