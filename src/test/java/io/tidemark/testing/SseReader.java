package io.tidemark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A reader of an event stream.
 *
 * <p>Example:
 *
 * <pre>{@code
 * try (var reader = SseReader.open(node, "/api/v1/stream", token)) {
 *     var events = reader.awaitEvents(3, Duration.ofSeconds(5));
 * }
 * }</pre>
 */
public final class SseReader extends LiveReader {

    private SseReader(SseAnswer answer) {
        super(answer);
    }

    public static SseReader open(Node node, String path, String token) {
        return SseRequest.to(node, path).as(token).open();
    }

    public static SseReader open(Node node, String path, String token, Map<String, String> headers) {
        var request = SseRequest.to(node, path).as(token);
        for (var header : headers.entrySet()) {
            request = request.header(header.getKey(), header.getValue());
        }
        return request.open();
    }

    /** Throws {@link UncheckedIOException} when there is no connection, or no answer in time. */
    static SseReader open(SseRequest request) {
        try {
            var reader = new SseReader(new SseAnswer(request));
            reader.start();
            return reader;
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + request.uri() + ": " + e.getMessage(), e);
        }
    }

    @Override
    Parser parser() {
        return new SseParser(this::add)::accept;
    }
}
