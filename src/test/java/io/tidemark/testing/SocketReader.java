package io.tidemark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the log over a WebSocket. An event of a message is a frame, as it is one of an event stream. It answers pings
 * and the server's close.
 */
public final class SocketReader extends LiveReader {

    private final SseAnswer connection;
    private final CopyOnWriteArrayList<SocketParser.Control> controls = new CopyOnWriteArrayList<>();
    private volatile boolean deaf;

    private SocketReader(SseAnswer connection) {
        super(connection);
        this.connection = connection;
    }

    public static SocketReader open(Node node, String path, String token) {
        return SseRequest.to(node, path).as(token).openSocket();
    }

    /** Throws {@link UncheckedIOException} when there is no connection, or no answer in time. */
    static SocketReader open(SseRequest request) {
        try {
            var reader = new SocketReader(new SseAnswer(request));
            reader.start();
            return reader;
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + request.uri() + ": " + e.getMessage(), e);
        }
    }

    /** Answers nothing from now on, neither ping nor close. */
    public void answerNothing() {
        deaf = true;
    }

    /** The status of the server's close; 0 while there is none. */
    public int closeCode() {
        var close = closeFrame();
        return close == null ? 0 : close.closeCode();
    }

    /** The reason of the server's close; empty while there is none. */
    public String closeReason() {
        var close = closeFrame();
        return close == null ? "" : close.closeReason();
    }

    /** How many pings came. */
    public long pings() {
        return count(SocketParser.PING);
    }

    /** How many pongs came. */
    public long pongs() {
        return count(SocketParser.PONG);
    }

    private long count(int opcode) {
        return controls.stream().filter(control -> control.opcode() == opcode).count();
    }

    /** Sends a frame as a client must: masked. */
    public void send(int opcode, byte[] payload) {
        try {
            connection.write(SocketParser.masked(opcode, payload));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    Parser parser() {
        return new SocketParser(this::add, this::control)::accept;
    }

    /** RFC 6455, section 7.1.4: it was closed cleanly if there was a close frame. */
    @Override
    End ended(End connection) {
        if (closeFrame() != null) {
            return End.COMPLETE;
        }
        return connection == End.COMPLETE ? End.TRUNCATED : connection;
    }

    private void control(SocketParser.Control control) {
        controls.add(control);
        if (deaf) {
            return;
        }
        try {
            if (control.opcode() == SocketParser.PING) {
                connection.write(SocketParser.masked(SocketParser.PONG, control.payload()));
            } else if (control.opcode() == SocketParser.CLOSE) {
                connection.write(SocketParser.masked(SocketParser.CLOSE, control.payload()));
            }
        } catch (IOException e) {
            // The next read finds out.
        }
    }

    private SocketParser.@Nullable Control closeFrame() {
        List<SocketParser.Control> closes = controls.stream()
                .filter(control -> control.opcode() == SocketParser.CLOSE)
                .toList();
        return closes.isEmpty() ? null : closes.get(0);
    }
}
