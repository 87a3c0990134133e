package io.tidemark.acceptance;

import io.tidemark.testing.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A download over a connection of its own that takes few bytes ahead, so that the server waits while nobody reads. */
final class RawDownload implements AutoCloseable {
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private final Socket socket = new Socket();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private String tail = "";

    RawDownload(Node node, String path, String token) throws IOException {
        socket.setReceiveBufferSize(8 * 1_024);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.httpPort()), 5_000);
        String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads the head and a little of the body. */
    void begin() throws IOException {
        while (bytes.size() < 4_096) readSome();
    }

    /** Reads the rest. Returns whether the server ended the body as HTTP wants it. */
    boolean isCompleteAtEnd() throws IOException {
        try {
            while (!tail.equals(LAST_CHUNK)) {
                if (!readSome()) return false;
            }
            return true;
        } catch (SocketException e) {
            return false; // reset: cut as well
        }
    }

    /** What came so far, with the chunks' heads. */
    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private boolean readSome() throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[1 << 20];
        int length = in.read(buffer);
        if (length > 0) {
            bytes.write(buffer, 0, length);
            String end = tail + new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
            tail = end.substring(Math.max(0, end.length() - LAST_CHUNK.length()));
        }
        return length >= 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
