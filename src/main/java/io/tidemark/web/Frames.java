package io.tidemark.web;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Frames of an event stream that are encoded already, as one event of the JAX-RS API.
 *
 * <p>Why not one event each? The server writes and flushes each event by itself. It writes an id and a name as they are, so
 * the first field of the first frame carries all that follows it; the empty line at the end is the server's.
 */
record Frames(String text) implements OutboundSseEvent {
    private static final String ID = "id: ";
    private static final String NAME = "event: ";
    private static final String RETRY = "retry: ";
    private static final String COMMENT = ": ";
    private static final int END = 2;

    @Override
    public @Nullable String getComment() {
        return text.startsWith(COMMENT) ? text.substring(COMMENT.length(), text.indexOf('\n')) : null;
    }

    @Override
    public @Nullable String getId() {
        return field(ID);
    }

    @Override
    public @Nullable String getName() {
        return field(NAME);
    }

    @Override
    public long getReconnectDelay() {
        String delay = field(RETRY);
        return delay == null ? RECONNECT_NOT_SET : Long.parseLong(delay);
    }

    @Override
    public boolean isReconnectDelaySet() {
        return field(RETRY) != null;
    }

    @Override
    public Class<?> getType() {
        return String.class;
    }

    @Override
    public Type getGenericType() {
        return String.class;
    }

    @Override
    public MediaType getMediaType() {
        return MediaType.TEXT_PLAIN_TYPE;
    }

    @Override
    public @Nullable Object getData() {
        return null;
    }

    /** The size only: the server logs what it could not send. */
    @Override
    public String toString() {
        return text.length() + " characters";
    }

    private @Nullable String field(String name) {
        int start = text.startsWith(COMMENT) ? text.indexOf('\n') + 1 : 0;
        return text.startsWith(name, start) ? text.substring(start + name.length(), text.length() - END) : null;
    }
}
