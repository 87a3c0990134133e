package io.tidemark.bench.bare;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import org.jspecify.annotations.Nullable;

/** Readers of a {@link SseBroadcaster}. */
@Path("/broadcast")
@ApplicationScoped
public class Broadcast {
    @Context
    private Sse sse;

    private @Nullable SseBroadcaster broadcaster;

    private synchronized SseBroadcaster broadcaster() {
        if (broadcaster == null) broadcaster = sse.newBroadcaster();
        return broadcaster;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void open(@Context SseEventSink sink) {
        // The server sends no header before the first event.
        sink.send(sse.newEventBuilder().comment("open").build());
        broadcaster().register(sink);
    }

    /** Sends the text so many times, numbered from 1; returns when all of it is written. */
    @POST
    public String send(@QueryParam("events") @DefaultValue("1") int events, String text) {
        for (int i = 1; i <= events; i++) {
            broadcaster()
                    .broadcast(sse.newEventBuilder()
                            .id(Integer.toString(i))
                            .name("audit")
                            .data(text)
                            .build())
                    .toCompletableFuture()
                    .join();
        }
        return Integer.toString(events);
    }
}
