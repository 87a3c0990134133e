package io.tidemark.bench;

import io.tidemark.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Thousands of readers of event streams, read by one thread: the client must leave the cores to the server. */
final class Crowd implements AutoCloseable {
    private static final int HANDSHAKES = 64;
    private static final int PER_ADDRESS = 2_000;
    private static final int SMALL = 4_096;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration OPENING = Duration.ofMinutes(3);

    private final int port;
    private final boolean stalls;
    private final IntFunction<String> requests;
    private final Selector selector = Selector.open();
    private final List<Reading> readings = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "crowd");
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final List<SocketChannel> channels = new ArrayList<>();
    private final int readers;
    private int handshakes;
    private volatile Reading.Watch watch = (reader, id, nanos) -> {};
    private volatile int opened;
    private volatile long received;
    private volatile long lastAt;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    private Crowd(int port, int readers, boolean stalls, IntFunction<String> requests) throws IOException {
        this.port = port;
        this.readers = readers;
        this.stalls = stalls;
        this.requests = requests;
        for (int i = 0; i < readers; i++) readings.add(new Reading(i));
    }

    /**
     * Opens so many streams, and waits until all of them have begun.
     *
     * @param requests of each reader, after {@code GET} and without the empty line
     */
    static Crowd of(int port, int readers, IntFunction<String> requests) throws IOException {
        return open(new Crowd(port, readers, false, requests));
    }

    /** One that reads the beginning, and then nothing any more. */
    static Crowd stalled(int port, int readers, IntFunction<String> requests) throws IOException {
        return open(new Crowd(port, readers, true, requests));
    }

    private static Crowd open(Crowd crowd) {
        crowd.thread.setDaemon(true);
        crowd.thread.start();
        Await.until(crowd.readers + " open streams", OPENING, () -> crowd.isFine() && crowd.opened == crowd.readers);
        return crowd;
    }

    int size() {
        return readers;
    }

    void watch(Reading.Watch other) {
        watch = other;
    }

    /** Begins to count anew, and nobody watches any more. Nothing must be on its way. */
    void reset() {
        watch = (reader, id, nanos) -> {};
        readings.forEach(Reading::reset);
        received = 0;
    }

    /** Waits for so many events in all; returns when the last of them came, by {@link System#nanoTime}. */
    long await(long events, Duration deadline) {
        Await.until(events + " deliveries", deadline, () -> isFine() ? received : -1, count -> count >= events);
        return lastAt;
    }

    /** Nobody lost one, had one twice or in another order. */
    void check(long... ids) {
        Wrong.unless(isFine(), "streams failed");
        for (Reading one : readings) Wrong.unless(one.isExactly(ids), one + " instead of " + ids.length);
    }

    /** Without a filter: nobody lost one, had one twice or in another order. Once it is closed. */
    void checkDense(long after) {
        Wrong.unless(isFine() && closed, "streams failed");
        for (Reading one : readings) Wrong.unless(one.isDense(after), one + " above " + after);
    }

    /** All are open, and had a keepalive at least, and no event. */
    void checkIdle(int keepalives) {
        Wrong.unless(isFine(), "streams failed");
        for (Reading one : readings) {
            Wrong.unless(one.comments() >= keepalives, one + ", " + one.comments() + " keepalives");
        }
    }

    private boolean isFine() {
        Throwable failed = failure;
        if (failed != null) throw new IllegalStateException("A reader failed", failed);
        return true;
    }

    private void run() {
        try {
            while (!closed && !(stalls && opened == readers)) {
                while (handshakes < HANDSHAKES && opened + handshakes < readers) connect(opened + handshakes);
                selector.select(this::ready, PAUSE.toMillis());
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    private void connect(int reader) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        if (stalls) channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL);
        // One address has too few ports for all of them, and for those of the last trial that the system still keeps.
        channel.bind(new InetSocketAddress(loopback(1, 1 + reader / PER_ADDRESS), 0));
        channel.connect(new InetSocketAddress(loopback(0, 1), port));
        channel.register(selector, SelectionKey.OP_CONNECT, readings.get(reader));
        channels.add(channel);
        handshakes++;
    }

    private static InetAddress loopback(int third, int fourth) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, (byte) third, (byte) fourth});
    }

    private void ready(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        Reading reading = (Reading) key.attachment();
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                ByteBuffer request = ByteBuffer.wrap(request(reading.number()).getBytes(StandardCharsets.UTF_8));
                channel.write(request);
                Wrong.unless(!request.hasRemaining(), "a request did not fit into the socket's buffer");
                key.interestOps(SelectionKey.OP_READ);
            } else {
                read(channel, reading);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(reading.toString(), e);
        }
    }

    private void read(SocketChannel channel, Reading reading) throws IOException {
        boolean wasOpened = reading.isOpened();
        int openedBefore = opened;
        long before = received;
        int length = channel.read(buffer.clear());
        long now = System.nanoTime();
        Wrong.unless(length >= 0, reading + " was cut off");
        int events = reading.accept(buffer.array(), length, now, watch);
        Wrong.unless(!reading.isEnded(), reading.toString());
        if (events > 0) {
            lastAt = now;
            received = before + events;
        }
        if (!wasOpened && reading.isOpened()) {
            handshakes--;
            opened = openedBefore + 1;
        }
    }

    private String request(int reader) {
        return "GET " + requests.apply(reader) + "\r\n\r\n";
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SocketChannel channel : channels) channel.close();
        selector.close();
    }
}
