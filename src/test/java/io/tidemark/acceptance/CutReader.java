package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Await;
import io.tidemark.testing.Frame;
import io.tidemark.testing.LiveReader;
import io.tidemark.testing.Node;
import io.tidemark.testing.Token;
import io.tidemark.testing.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A reader whose connection breaks again and again, at any byte. It comes back with the position that a browser would
 * have, to one node after the other.
 */
final class CutReader implements Callable<Void> {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final List<Node> nodes;
    private final Transport transport;
    private final String query;
    private final String token;
    private final Random random;
    private final List<Long> seqs = new ArrayList<>();
    private final CopyOnWriteArrayList<String> wrong = new CopyOnWriteArrayList<>();
    private volatile long position;
    private volatile boolean done;
    private final AtomicInteger connections = new AtomicInteger();

    CutReader(List<Node> nodes, Transport transport, String query, long after, long seed) {
        this.nodes = nodes;
        this.transport = transport;
        this.query = query;
        this.token = Token.of("order-reader-" + seed).roles("audit-reader").sign();
        this.position = after;
        this.random = new Random(seed);
    }

    @Override
    public Void call() {
        while (!done) {
            var node = nodes.get(connections.get() % nodes.size());
            try (var reader = transport.read(node, token, query, position, 0)) {
                if (reader.isOpened()) {
                    connections.incrementAndGet();
                    reader.cutAfterBytes(someBytes());
                    Await.until("end of the connection", PATIENCE, () -> take(reader));
                } else {
                    awaitService(reader);
                }
            }
        }
        return null;
    }

    /** What it was sent, in that order. */
    synchronized List<Long> seqs() {
        return List.copyOf(seqs);
    }

    /** How often it has connected. */
    int connections() {
        return connections.get();
    }

    /** Waits until it knows that there is nothing more up to that position. */
    void awaitPosition(long seq) {
        Await.until("reader at " + seq, PATIENCE, () -> position, reached -> reached >= seq);
    }

    void stop() {
        done = true;
    }

    /** Events in which the position was not the id. */
    List<String> wrong() {
        return wrong;
    }

    /** Whether the connection is over. */
    private boolean take(LiveReader reader) {
        boolean ended = reader.isEnded();
        var lastEventId = reader.lastEventId();
        add(reader.takeEvents());
        if (ended) lastEventId = reader.lastEventId();
        if (!lastEventId.isEmpty()) position = Long.parseLong(lastEventId);
        return ended || done;
    }

    private synchronized void add(List<Frame> events) {
        for (var event : events) {
            seqs.add(event.seq());
            if (event.json().path("seq").asLong() != event.seq()) wrong.add(String.valueOf(event));
        }
    }

    /** A node that has lost the database says so, and comes back. */
    private void awaitService(LiveReader refused) {
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        var node = nodes.get(connections.get() % nodes.size());
        Await.until("service", PATIENCE, () -> {
            try (var next = transport.read(node, token, query, position, 0)) {
                return next.isOpened();
            }
        });
    }

    /** From a hundred to a hundred thousand, each magnitude as likely. */
    private long someBytes() {
        return (long) (100 * Math.pow(1_000, random.nextDouble()));
    }
}
