package io.tidemark.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The answer to an {@link SseRequest}, on a connection of its own: the head at once, the body as it comes. */
final class SseAnswer implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;

    private final Socket socket = new Socket();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final RawInput raw;
    private final int status;
    private final InputStream body;
    private final String text;

    SseAnswer(SseRequest request) throws IOException {
        try {
            connect(request);
            raw = new RawInput(socket);
            status = readHead();
            body = body();
            text = isOpened() ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            socket.setSoTimeout(0);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Whether a stream follows, or a WebSocket. */
    boolean isOpened() {
        return status == 200 || status == 101;
    }

    int status() {
        return status;
    }

    /** Empty if it is not there. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The whole body, unless it is a stream. */
    String text() {
        return text;
    }

    /** Blocks until there is something. -1 only at the end that HTTP wants. */
    int read(byte[] buffer) throws IOException {
        return body.read(buffer);
    }

    /** Sends bytes, after an upgrade. */
    synchronized void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** See {@link RawInput#cutAfter}. */
    void cutAfter(long bytes) throws IOException {
        raw.cutAfter(bytes);
    }

    boolean isCut() {
        return raw.isCut();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private void connect(SseRequest request) throws IOException {
        if (request.receiveBuffer() > 0) {
            socket.setReceiveBufferSize(request.receiveBuffer()); // only before connecting does it bound the window
        }
        socket.connect(
                new InetSocketAddress(request.uri().getHost(), request.uri().getPort()), CONNECT_MILLIS);
        socket.setSoTimeout((int) request.patience().toMillis());
        socket.getOutputStream().write(request.head().getBytes(StandardCharsets.ISO_8859_1));
    }

    private int readHead() throws IOException {
        var line = ChunkedInput.line(raw);
        if (!line.matches("HTTP/1\\.1 \\d{3}( .*)?")) {
            throw new IOException("no HTTP/1.1 status line: " + line);
        }
        for (var header = ChunkedInput.line(raw); !header.isEmpty(); header = ChunkedInput.line(raw)) {
            int colon = header.indexOf(':');
            headers.merge(
                    header.substring(0, colon), header.substring(colon + 1).trim(), (one, two) -> one + ", " + two);
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private InputStream body() throws IOException {
        if (header("Transfer-Encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
            return new ChunkedInput(raw);
        }
        if (status != 101 && headers.containsKey("Content-Length")) {
            int length = Integer.parseInt(header("Content-Length"));
            return new ByteArrayInputStream(raw.readNBytes(length));
        }
        return raw;
    }
}
