package io.tidemark.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.testing.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.regex.Pattern;

/** A request as it stands, with whatever a well-behaved client would not send. */
record RawRequest(Node node, String head) {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
    private static final Pattern TYPE = Pattern.compile("(?i)\\r\\nContent-Type: *([^\\r]*)");

    static RawRequest get(Node node, String path, String token) {
        return new RawRequest(node, "GET " + path + " HTTP/1.1\r\nAuthorization: Bearer " + token + "\r\n");
    }

    RawRequest header(String name, String value) {
        return new RawRequest(node, head + name + ": " + value + "\r\n");
    }

    /** Sends it and reads the answer up to the end of the connection. */
    Refusal answer() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.httpPort())) {
            socket.setSoTimeout((int) Callers.SOON.toMillis());
            var request = head + "Host: 127.0.0.1:" + node.httpPort() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            var answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            var status = STATUS.matcher(answer);
            var type = TYPE.matcher(answer);
            int body = answer.indexOf("\r\n\r\n");
            return new Refusal(
                    status.lookingAt() ? Integer.parseInt(status.group(1)) : 0,
                    type.find() ? type.group(1) : "",
                    body < 0 ? "" : answer.substring(body + 4));
        }
    }
}
