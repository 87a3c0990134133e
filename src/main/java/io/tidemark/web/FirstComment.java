package io.tidemark.web;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A comment of an event stream that is encoded already, as an event of the JAX-RS API: what begins the answer. */
record FirstComment(String text) implements OutboundSseEvent {
    private static final String COMMENT = ": ";

    @Override
    public String getComment() {
        return text.substring(COMMENT.length(), text.indexOf('\n'));
    }

    @Override
    public @Nullable String getId() {
        return null;
    }

    @Override
    public @Nullable String getName() {
        return null;
    }

    @Override
    public long getReconnectDelay() {
        return RECONNECT_NOT_SET;
    }

    @Override
    public boolean isReconnectDelaySet() {
        return false;
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
}
