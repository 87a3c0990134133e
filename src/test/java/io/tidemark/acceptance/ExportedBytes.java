package io.tidemark.acceptance;

import io.tidemark.testing.Node;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The event lines of an export that is taken in parts: a part may be cut at any byte, and the next one goes on after the
 * last line that was whole. Keeps a digest, not the bytes. Not thread-safe.
 */
final class ExportedBytes {
    private static final Pattern SEQ = Pattern.compile("\\{\"seq\":(\\d+),");
    private static final byte[] MARKER = "{\"complete\"".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest digest;
    /** Those of the database, without the traces of whoever reads them. */
    private static final String EVENTS = "to=2026-06-01T00:00:00Z";

    /** Held: one that is collected closes what is being read. */
    private final HttpClient client = HttpClient.newHttpClient();

    private final byte[] line = new byte[1 << 20];
    private int length;
    private long seq;
    private int events;
    private long bytes;
    private boolean complete;

    ExportedBytes() throws NoSuchAlgorithmException {
        digest = MessageDigest.getInstance("SHA-256");
    }

    /** Reads on where the last part ended, until the end, or until the connection is cut after so many bytes. */
    void read(Node node, long most) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(node.uri("/api/v1/events/export?" + EVENTS + "&after=" + seq))
                .header("Authorization", "Bearer " + Log.readerToken())
                .build();
        length = 0;
        try (InputStream body =
                client.send(request, BodyHandlers.ofInputStream()).body()) {
            byte[] buffer = new byte[1 << 16];
            long left = most;
            int read;
            while (left > 0 && (read = body.read(buffer, 0, (int) Math.min(buffer.length, left))) > 0) {
                take(buffer, read);
                left -= read;
            }
        }
    }

    private void take(byte[] buffer, int read) {
        for (int i = 0; i < read; i++) {
            line[length++] = buffer[i];
            if (buffer[i] == '\n') end();
        }
    }

    private void end() {
        complete = isMarker();
        if (!complete) {
            digest.update(line, 0, length);
            bytes += length;
            events++;
            Matcher start = SEQ.matcher(new String(line, 0, Math.min(length, 32), StandardCharsets.US_ASCII));
            if (!start.lookingAt())
                throw new IllegalStateException("not an event: " + new String(line, 0, length, StandardCharsets.UTF_8));
            seq = Long.parseLong(start.group(1));
        }
        length = 0;
    }

    private boolean isMarker() {
        for (int i = 0; i < MARKER.length; i++) {
            if (line[i] != MARKER[i]) return false;
        }
        return true;
    }

    /** Whether the last line says that nothing is missing. */
    boolean isComplete() {
        return complete;
    }

    int events() {
        return events;
    }

    long bytes() {
        return bytes;
    }

    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
