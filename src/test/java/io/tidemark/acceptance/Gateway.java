package io.tidemark.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way to the database that can be closed, so that it is gone for one server and there for all others. Lives as long as
 * the JVM. Thread-safe.
 */
final class Gateway {
    private final ServerSocket entrance;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

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
        open.forEach(Gateway::cut);
    }

    void open() {
        closed = false;
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
            run(() -> copy(client, server));
            run(() -> copy(server, client));
        } catch (IOException e) {
            cut(client);
        }
    }

    private void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Cut, or the other side is gone.
        } finally {
            cut(from);
            cut(to);
            open.remove(from);
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
