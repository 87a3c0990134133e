package io.tidemark.checker;

import io.tidemark.dev.EmbeddedDatabase;
import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.NodeSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A node that its clients and its database can be cut off from. */
record Member(
        String name,
        Node node,
        Passage front,
        Passage back,
        @Nullable WallClock clock) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    /** Starts it and waits until it is ready. */
    static Member start(
            EmbeddedDatabase database, String name, @Nullable WallClock clock, UnaryOperator<NodeSpec> change) {
        try {
            var back = Passage.to(database.port());
            var spec = Node.on(database)
                    .named(name)
                    .heap("384m")
                    .patience(PATIENCE)
                    .variable("pg.url", "jdbc:postgresql://127.0.0.1:" + back.port() + "/tidemark")
                    .variable("tidemark.stream.heartbeat", "PT1S");
            var node = change.apply(clock == null ? spec : clock.worn(spec)).start();
            return new Member(name, node, Passage.to(node.httpPort()), back, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As clients see it. */
    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + front.port() + path);
    }

    Api api(String token) {
        return Api.of(uri("/")).as(token).patience(ANSWER);
    }

    boolean isReady() {
        try {
            return Api.of(node).patience(ANSWER).get("/health/ready").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Undoes everything that was done to it. Whether it got well by itself; if not, it was started again. */
    boolean heal() {
        front.heal();
        back.heal();
        if (clock != null) clock.set(0);
        if (node.isAlive()) node.resume();
        else node.relaunch();
        try {
            Await.until("ready " + name, PATIENCE, this::isReady);
            return true;
        } catch (AssertionError e) {
            node.restart();
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        node.close();
        front.close();
        back.close();
    }
}
