package io.tidemark.web;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Writes {@link Frames}, the only kind of event this application sends. */
@Provider
@Produces(MediaType.SERVER_SENT_EVENTS)
public class FramesWriter implements MessageBodyWriter<OutboundSseEvent> {
    @Override
    public boolean isWriteable(
            Class<?> type,
            @Nullable Type genericType,
            Annotation @Nullable [] annotations,
            @Nullable MediaType mediaType) {
        return OutboundSseEvent.class.isAssignableFrom(type);
    }

    @Override
    public void writeTo(
            OutboundSseEvent event,
            Class<?> type,
            @Nullable Type genericType,
            Annotation @Nullable [] annotations,
            @Nullable MediaType mediaType,
            @Nullable MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        out.write(((Frames) event).bytes());
    }
}
