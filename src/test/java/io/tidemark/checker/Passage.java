package io.tidemark.checker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy that breaks: resets what goes through it, or lets nothing through any more. Thread-safe. */
final class Passage implements AutoCloseable {
    /** Small, so that a client that takes nothing is soon felt on the other side. */
    private static final int BUFFER = 16 * 1024;

    private static final int CONNECT_MILLIS = 5_000;

    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object change = new Object();
    private volatile boolean cut;
    private volatile boolean frozen;

    private Passage(ServerSocket entrance, int target) {
        this.entrance = entrance;
        this.target = target;
    }

    /** To a port of this machine. */
    static Passage to(int target) throws IOException {
        var passage = new Passage(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), target);
        start(passage::serve);
        return passage;
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Resets every connection; what comes next may pass. */
    void reset() {
        sockets.forEach(Passage::abort);
    }

    /** Resets every connection, and each new one. */
    void cut() {
        cut = true;
        reset();
    }

    /** Connections stay open and silent, new ones too. */
    void freeze() {
        frozen = true;
    }

    /** Lets through what waits, and what comes. */
    void heal() {
        synchronized (change) {
            cut = false;
            frozen = false;
            change.notifyAll();
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
        heal();
    }

    private void serve() {
        while (!entrance.isClosed()) {
            try {
                var client = entrance.accept();
                start(() -> join(client));
            } catch (IOException e) {
                if (!entrance.isClosed()) throw new UncheckedIOException(e);
            }
        }
    }

    private void join(Socket client) {
        var server = new Socket();
        sockets.add(client);
        sockets.add(server);
        try {
            pass();
            client.setSendBufferSize(BUFFER);
            client.setTcpNoDelay(true);
            server.setReceiveBufferSize(BUFFER);
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            start(() -> copy(client, server));
            copy(server, client);
        } catch (IOException e) {
            end(client, server);
        }
    }

    private void copy(Socket from, Socket to) {
        var bytes = new byte[BUFFER];
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                pass();
                out.write(bytes, 0, length);
            }
            from.close();
            to.close();
        } catch (IOException e) {
            // One side is gone: so must be the other.
        } finally {
            end(from, to);
        }
    }

    /** Waits while nothing may pass; throws if nothing ever will. */
    private void pass() throws IOException {
        synchronized (change) {
            while (frozen && !cut) {
                try {
                    change.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
            }
        }
        if (cut) throw new IOException("cut");
    }

    private void end(Socket one, Socket other) {
        abort(one);
        abort(other);
        sockets.remove(one);
        sockets.remove(other);
    }

    /** RST, not FIN: as a machine that loses its power. */
    private static void abort(Socket socket) {
        try {
            if (!socket.isClosed()) socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It was closed by the other thread.
        }
    }

    private static void start(Runnable task) {
        var thread = new Thread(null, task, "passage", 128 * 1024);
        thread.setDaemon(true);
        thread.start();
    }
}
