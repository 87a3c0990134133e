package io.tidemark.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.StreamSettings;
import io.tidemark.stream.Text;
import io.tidemark.testing.Await;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes of a WebSocket whose server takes the message, and may or may not tell what became of it. */
class LiveOutletTest {
    private final Queue<SendHandler> writing = new ArrayDeque<>();
    private final LiveOutlet outlet = new LiveOutlet(new StreamSettings() {
        @Override
        public Duration stall() {
            return Duration.ofMillis(50);
        }
    });

    @BeforeEach
    void open() {
        outlet.open(fake(Session.class, fake(RemoteEndpoint.Async.class, null)));
    }

    @Test
    void isWritingUntilTheServerSaysThatTheMessageIsOut() {
        CompletableFuture<?> sent = outlet.send(new Text("{}")).toCompletableFuture();
        assertThat(sent).isNotDone();

        Objects.requireNonNull(writing.poll()).onResult(new SendResult());

        assertThat(sent).isCompleted();
    }

    @Test
    void tellsThatAWriteFailed() {
        CompletableFuture<?> sent = outlet.send(new Text("{}")).toCompletableFuture();

        Objects.requireNonNull(writing.poll()).onResult(new SendResult(new IOException("gone")));

        assertThat(sent.handle((done, failure) -> failure).join()).hasMessage("gone");
    }

    /** A server that forgets the handler would keep the stream, and its place among those of the session, for ever. */
    @Test
    void givesUpAWriteOfWhichTheServerSaysNothing() {
        CompletableFuture<?> sent = outlet.send(new Text("{}")).toCompletableFuture();

        Await.until("the write is given up", Duration.ofSeconds(30), sent::isDone, done -> done);

        assertThat(sent.handle((done, failure) -> failure).join()).isInstanceOf(TimeoutException.class);
    }

    /** Nothing that is asked of it has an answer but what is given. */
    private <T> T fake(Class<T> type, @Nullable Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("sendText")) writing.add((SendHandler) arguments[1]);
                    return method.getReturnType() == void.class ? null : answer;
                }));
    }
}
