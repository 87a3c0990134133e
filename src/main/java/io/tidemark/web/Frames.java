package io.tidemark.web;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Frames of an event stream that are encoded already: {@link FramesWriter} writes them as they are. */
record Frames(byte[] bytes) implements OutboundSseEvent {
    @Override
    public Class<?> getType() {
        return byte[].class;
    }

    @Override
    public Type getGenericType() {
        return byte[].class;
    }

    @Override
    public MediaType getMediaType() {
        return MediaType.SERVER_SENT_EVENTS_TYPE;
    }

    @Override
    public Object getData() {
        return bytes;
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
    public @Nullable String getComment() {
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

    /** The size only: the server logs frames that it could not send. */
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
