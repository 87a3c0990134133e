package io.tidemark.bench;

import io.tidemark.testing.Node;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks on the caller's thread, over a connection that stays, and reads answers that have a length. A client with more code
 * than that would be measured too: its threads, and the compiler that it keeps busy. Not thread-safe.
 */
final class PageClient implements AutoCloseable {
    private static final String LENGTH = "Content-Length:";
    private static final int BUFFER = 64 * 1_024;

    private final Socket socket;
    private final InputStream answers;
    private final String head;

    PageClient(Node node, String token) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), node.httpPort());
        socket.setTcpNoDelay(true);
        answers = new BufferedInputStream(socket.getInputStream(), BUFFER);
        head = " HTTP/1.1\r\nHost: 127.0.0.1:" + node.httpPort() + "\r\nAuthorization: Bearer " + token + "\r\n\r\n";
    }

    byte[] get(String path) throws IOException {
        socket.getOutputStream().write(("GET " + path + head).getBytes(StandardCharsets.US_ASCII));
        String status = line();
        Wrong.unless(status.startsWith("HTTP/1.1 200"), path + " was answered with " + status);
        int length = -1;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(line.substring(LENGTH.length()).trim());
            }
        }
        Wrong.unless(length >= 0, path + " was answered with a body without length");
        byte[] body = new byte[length];
        Wrong.unless(answers.readNBytes(body, 0, length) == length, path + " was answered with less than its length");
        return body;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = answers.read(); c != '\n'; c = answers.read()) {
            Wrong.unless(c >= 0, "the connection was closed");
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
