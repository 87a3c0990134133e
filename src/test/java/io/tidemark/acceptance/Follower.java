package io.tidemark.acceptance;

import io.tidemark.testing.Await;
import io.tidemark.testing.Frame;
import io.tidemark.testing.LiveReader;
import io.tidemark.testing.Node;
import io.tidemark.testing.Token;
import io.tidemark.testing.Transport;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A reader that does as it is told: when its stream ends it comes back after {@code retry}, to the next node. */
final class Follower implements Callable<Void> {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long RETRY = 2_000;
    private static final long UNREACHABLE = 100;

    private final List<Node> nodes;
    private final Transport transport;
    private final Consumer<Node> told;
    private final String token =
            Token.of("follower-" + UUID.randomUUID()).roles("audit-reader").sign();
    private final List<Long> seqs = new ArrayList<>();
    private final CopyOnWriteArrayList<Long> retries = new CopyOnWriteArrayList<>();
    private int next;
    private volatile long position;
    private long heardAt;
    private long longestGap;
    private volatile boolean done;

    /**
     * @param first the index of its first node
     * @param told what to do, at once, when a node says that it stops
     */
    Follower(List<Node> nodes, Transport transport, int first, long after, Consumer<Node> told) {
        this.nodes = nodes;
        this.transport = transport;
        this.next = first;
        this.position = after;
        this.told = told;
    }

    @Override
    public Void call() {
        while (!done) {
            var node = nodes.get(next++ % nodes.size());
            long wait = UNREACHABLE;
            try (var reader = transport.read(node, token, "", position, 0)) {
                if (reader.isOpened()) wait = follow(reader, node);
            } catch (UncheckedIOException e) {
                // It is not there, so the next one.
            }
            if (!done) LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(wait));
        }
        return null;
    }

    synchronized List<Long> seqs() {
        return List.copyOf(seqs);
    }

    /** The longest time between two events. */
    synchronized Duration longestGap() {
        return Duration.ofNanos(longestGap);
    }

    /** When nodes that stopped told it to come back, in milliseconds. */
    List<Long> retries() {
        return retries;
    }

    void awaitPosition(long seq) {
        Await.until("follower at " + seq, PATIENCE, () -> position, reached -> reached >= seq);
    }

    void stop() {
        done = true;
    }

    /** Until the end; how many milliseconds to wait then. */
    private long follow(LiveReader reader, Node node) {
        int taken = 0;
        while (true) {
            boolean over = reader.isEnded() || done;
            var frames = reader.frames();
            for (var frame : frames.subList(taken, frames.size())) {
                if (frame.is("closed")) return left(frame, node);
                take(frame);
            }
            taken = frames.size();
            if (over) return RETRY;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private long left(Frame end, Node node) {
        told.accept(node);
        long retry = end.retry() == null ? 0 : end.retry();
        retries.add(retry);
        return retry;
    }

    private synchronized void take(Frame frame) {
        if (frame.id() == null) return;
        position = frame.seq();
        if (!frame.is("audit")) return;
        long now = System.nanoTime();
        if (!seqs.isEmpty()) longestGap = Math.max(longestGap, now - heardAt);
        heardAt = now;
        seqs.add(frame.seq());
    }
}
