package io.tidemark.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns the bytes of a server's end of a WebSocket into frames: RFC 6455, section 5. Not thread-safe. */
final class SocketParser {

    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int CONTINUATION = 0;
    private static final int FINAL = 0x80;
    private static final byte[] MASK = {1, 2, 3, 4};

    private final Consumer<Frame> frames;
    private final Consumer<Control> controls;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private byte[] rest = {};

    SocketParser(Consumer<Frame> frames, Consumer<Control> controls) {
        this.frames = frames;
        this.controls = controls;
    }

    /** A ping, a pong, a close. */
    record Control(int opcode, byte[] payload) {
        /** 1005 is what RFC 6455 calls a close without one. */
        int closeCode() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
        }

        String closeReason() {
            return payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }

    void accept(byte[] bytes, int offset, int length) {
        var all = Arrays.copyOf(rest, rest.length + length);
        System.arraycopy(bytes, offset, all, rest.length, length);
        var buffer = ByteBuffer.wrap(all);
        while (frame(buffer)) {
            buffer.mark();
        }
        rest = Arrays.copyOfRange(all, buffer.position(), all.length);
    }

    /** A frame as a client sends it. */
    static byte[] masked(int opcode, byte[] payload) {
        var frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) (FINAL | opcode));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i % 4]));
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }

    /** Takes the next frame; if it is not complete, nothing. */
    private boolean frame(ByteBuffer in) {
        int start = in.position();
        byte[] payload = in.remaining() < 2 ? null : payload(in, in.get(start) & 0xff);
        if (payload == null) {
            in.position(start);
            return false;
        }
        int first = in.get(start) & 0xff;
        int opcode = first & 0x0f;
        if (opcode >= CLOSE) {
            controls.accept(new Control(opcode, payload));
        } else if (opcode == TEXT || opcode == CONTINUATION) {
            message.writeBytes(payload);
            if ((first & FINAL) != 0) {
                message(message.toString(StandardCharsets.UTF_8));
                message.reset();
            }
        } else {
            throw new IllegalStateException("opcode " + opcode);
        }
        return true;
    }

    private static byte @Nullable [] payload(ByteBuffer in, int first) {
        if ((first & 0x70) != 0) {
            throw new IllegalStateException("reserved bits in " + first);
        }
        in.get();
        int length = in.get() & 0xff;
        if (length == 126) {
            if (in.remaining() < 2) return null;
            length = in.getShort() & 0xffff;
        } else if (length == 127) {
            if (in.remaining() < 8) return null;
            length = Math.toIntExact(in.getLong());
        }
        if (in.remaining() < length) {
            return null;
        }
        var payload = new byte[length];
        in.get(payload);
        return payload;
    }

    private void message(String text) {
        var json = JsonMapper.shared().readTree(text);
        var id = json.has("id") ? json.path("id").asString() : null;
        var event = json.path("event").asString();
        switch (event) {
            case "connected" ->
                frames.accept(new Frame(
                        null, null, null, event, json.at("/data/retry").asLong()));
            case "keepalive" -> frames.accept(new Frame(id, null, null, event, null));
            case "audit" -> {
                for (JsonNode data : json.path("data")) {
                    frames.accept(new Frame(data.path("seq").asString(), event, data.toString(), null, null));
                }
                // The position after the whole of it.
                frames.accept(new Frame(id, null, null, null, null));
            }
            default -> {
                var retry = json.has("retry") ? json.path("retry").asLong() : null;
                frames.accept(new Frame(id, event, json.path("data").toString(), null, retry));
            }
        }
    }
}
