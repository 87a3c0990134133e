package io.tidemark.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of an event stream into frames: HTML standard, section 9.2.6 "Interpreting an event stream". A block
 * that was not ended by a blank line is never delivered. Not thread-safe.
 */
final class SseParser {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Consumer<Frame> frames;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean first = true;
    private boolean afterCarriageReturn;

    private boolean empty = true;
    private @Nullable String id;
    private @Nullable String event;
    private @Nullable StringBuilder data;
    private @Nullable StringBuilder comment;
    private @Nullable Long retry;

    SseParser(Consumer<Frame> frames) {
        this.frames = frames;
    }

    void accept(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            accept(bytes[i]);
        }
    }

    private void accept(byte b) {
        boolean secondHalf = b == '\n' && afterCarriageReturn;
        afterCarriageReturn = b == '\r';
        if (secondHalf) {
            return;
        }
        if (b == '\r' || b == '\n') {
            // Lines end at ASCII bytes, so that no character is ever cut in two.
            line(line.toString(StandardCharsets.UTF_8));
            line.reset();
        } else {
            line.write(b);
        }
    }

    private void line(String text) {
        var line = first && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        first = false;
        if (line.isEmpty()) {
            deliver();
            return;
        }
        empty = false;
        int colon = line.indexOf(':');
        if (colon < 0) {
            field(line, "");
        } else {
            int value = line.startsWith(" ", colon + 1) ? colon + 2 : colon + 1;
            field(line.substring(0, colon), line.substring(value));
        }
    }

    private void field(String name, String value) {
        switch (name) {
            case "" -> comment = append(comment, value);
            case "data" -> data = append(data, value);
            case "event" -> event = value.isEmpty() ? null : value;
            case "id" -> id = value.indexOf('\0') < 0 ? value : id;
            case "retry" -> retry = value.matches("[0-9]{1,18}") ? Long.valueOf(value) : retry;
            default -> {} // "The field is ignored."
        }
    }

    private static StringBuilder append(@Nullable StringBuilder lines, String line) {
        return lines == null ? new StringBuilder(line) : lines.append('\n').append(line);
    }

    private void deliver() {
        if (!empty) {
            frames.accept(new Frame(id, event, text(data), text(comment), retry));
        }
        empty = true;
        id = null;
        event = null;
        data = null;
        comment = null;
        retry = null;
    }

    private static @Nullable String text(@Nullable StringBuilder lines) {
        return lines == null ? null : lines.toString();
    }
}
