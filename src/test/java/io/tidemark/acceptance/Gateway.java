package io.tidemark.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A way to the database that can be closed or frozen, so that it is gone for one server and there for all others. Lives as
 * long as the JVM. Thread-safe.
 */
final class Gateway {
    private final ServerSocket entrance;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private volatile boolean frozen;
    private volatile @Nullable String fatal;

    private Gateway(ServerSocket entrance, int port) {
        this.entrance = entrance;
        this.port = port;
    }

    static Gateway to(int port) throws IOException {
        var gateway = new Gateway(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
        run(gateway::serve);
        return gateway;
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + entrance.getLocalPort() + "/tidemark";
    }

    /** Cuts all connections and every new one. */
    void close() {
        closed = true;
        thaw();
        open.forEach(Gateway::cut);
    }

    void open() {
        closed = false;
    }

    /** Passes nothing any more, and cuts nothing: as a network that loses every packet. */
    void freeze() {
        frozen = true;
    }

    /** Freezes behind the next message of the server's clients that contains this text. */
    void freezeBehind(String text) {
        fatal = text;
    }

    boolean isFrozen() {
        return frozen;
    }

    /** Ends {@link #freeze}; what was held back is passed. */
    synchronized void thaw() {
        frozen = false;
        fatal = null;
        notifyAll();
    }

    private void serve() {
        while (true) {
            try {
                join(entrance.accept());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void join(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            open.add(client);
            open.add(server);
            if (closed) {
                cut(client);
                cut(server);
            }
            run(() -> copy(client, server, true));
            run(() -> copy(server, client, false));
        } catch (IOException e) {
            cut(client);
        }
    }

    private void copy(Socket from, Socket to, boolean request) {
        try {
            var buffer = new byte[16 * 1024];
            for (int length = read(from, buffer); length >= 0; length = read(from, buffer)) {
                awaitThaw();
                to.getOutputStream().write(buffer, 0, length);
                if (request) freezeBehind(buffer, length);
            }
        } catch (IOException e) {
            // Cut, or the other side is gone.
        } finally {
            awaitThaw();
            cut(from);
            cut(to);
            open.remove(from);
        }
    }

    private static int read(Socket from, byte[] buffer) throws IOException {
        return from.getInputStream().read(buffer);
    }

    private void freezeBehind(byte[] buffer, int length) {
        var text = fatal;
        if (text != null && new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(text)) freeze();
    }

    private synchronized void awaitThaw() {
        try {
            while (frozen && !closed) wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Runnable task) {
        var thread = new Thread(task, "gateway");
        thread.setDaemon(true);
        thread.start();
    }
}
