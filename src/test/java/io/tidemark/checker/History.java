package io.tidemark.checker;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the clients did and saw, one JSON object a line. The order of the lines is the order of time: what a client wrote
 * before another began to write happened before it. Thread-safe.
 */
final class History implements AutoCloseable {
    private final BufferedWriter out;
    private final long start = System.nanoTime();
    private long lines;

    private History(BufferedWriter out) {
        this.out = out;
    }

    static History in(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
        return new History(Files.newBufferedWriter(file));
    }

    /** Writes a line; its number, from 1. */
    long add(String who, String what, Consumer<ObjectNode> more) {
        var json = JsonMapper.shared().createObjectNode();
        more.accept(json);
        var rest = json.toString();
        return write(who, what, rest.equals("{}") ? "}" : "," + rest.substring(1));
    }

    /** Seconds since the first line could have been written. */
    double now() {
        return (System.nanoTime() - start) / 1e9;
    }

    private synchronized long write(String who, String what, String rest) {
        try {
            var head = String.format(Locale.ROOT, "{\"at\":%.6f,\"who\":\"%s\",\"what\":\"%s\"", now(), who, what);
            out.write(String.format(Locale.ROOT, "%s%s%n", head, rest));
            // A history that ends with the machine that wrote it is worth as much as it says.
            out.flush();
            return ++lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
