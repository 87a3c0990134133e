package io.tidemark.testing;

import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@link LiveReader} asks for. Immutable.
 *
 * @param receiveBuffer SO_RCVBUF in bytes; 0 leaves the system's. The system doubles it, and 2 KB is about the least.
 * @param patience how long the answer's header may take
 */
public record SseRequest(URI uri, Map<String, String> headers, int receiveBuffer, Duration patience) {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[16]);

    public static SseRequest to(Node node, String path) {
        return to(node.uri(path));
    }

    public static SseRequest to(URI uri) {
        return new SseRequest(uri, Map.of("Accept", "text/event-stream"), 0, Duration.ofSeconds(20));
    }

    /** With a bearer token. */
    public SseRequest as(String token) {
        return header("Authorization", "Bearer " + token);
    }

    public SseRequest lastEventId(long seq) {
        return header("Last-Event-ID", Long.toString(seq));
    }

    public SseRequest header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new SseRequest(uri, more, receiveBuffer, patience);
    }

    public SseRequest receiveBuffer(int bytes) {
        return new SseRequest(uri, headers, bytes, patience);
    }

    public SseRequest patience(Duration duration) {
        return new SseRequest(uri, headers, receiveBuffer, duration);
    }

    /** Sends it and waits for the answer's header. */
    public SseReader open() {
        return SseReader.open(this);
    }

    /** Sends it as a WebSocket's handshake and waits for the answer's header. */
    public SocketReader openSocket() {
        return SocketReader.open(header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", KEY));
    }

    /** The request as it goes over the wire. */
    String head() {
        var head = new StringBuilder();
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        head.append("GET ").append(uri.getRawPath()).append(query).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(uri.getAuthority()).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }
}
