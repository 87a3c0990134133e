package io.tidemark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A server for one connection that says, word for word, what a test wants. */
final class FakeServer implements AutoCloseable {

    static final String STREAM =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    static final String LAST_CHUNK = "0\r\n\r\n";

    /** What a test does with the connection. */
    interface Script {
        void run(Socket socket) throws IOException;
    }

    private final ServerSocket server;
    private final CompletableFuture<String> request = new CompletableFuture<>();

    FakeServer(Script script) throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var thread = new Thread(() -> serve(script), "fake-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** One that sends these texts, each on its own, and closes. */
    static FakeServer sending(String... texts) throws IOException {
        return new FakeServer(socket -> {
            socket.setTcpNoDelay(true);
            for (var text : texts) {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    static String chunk(String text) {
        return Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n";
    }

    SseRequest request(String path) {
        return SseRequest.to(URI.create("http://127.0.0.1:" + server.getLocalPort() + path));
    }

    /** The request's head as it came. */
    String received() {
        return request.join();
    }

    private void serve(Script script) {
        try (var socket = server.accept()) {
            var head = new StringBuilder();
            for (var line = ChunkedInput.line(socket.getInputStream());
                    !line.isEmpty();
                    line = ChunkedInput.line(socket.getInputStream())) {
                head.append(line).append('\n');
            }
            request.complete(head.toString());
            script.run(socket);
        } catch (IOException e) {
            if (!request.completeExceptionally(e) && !server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
