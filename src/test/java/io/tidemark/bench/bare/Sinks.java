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
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Sinks that are held open, and written to by one thread a core. */
@Path("/sinks")
@ApplicationScoped
public class Sinks {
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final List<SseEventSink> sinks = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(CORES, task -> {
        Thread thread = new Thread(task, "bare");
        thread.setDaemon(true);
        return thread;
    });

    @Context
    private Sse sse;

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void open(@Context SseEventSink sink) {
        // The server sends no header before the first event.
        sink.send(sse.newEventBuilder().comment("open").build());
        sinks.add(sink);
    }

    /**
     * Sends the text so many times, at a rate a second. An event's id is the instant it was sent at, by the system's
     * monotonic clock, which the client has too.
     *
     * @return the ids
     */
    @POST
    public String send(
            @QueryParam("events") @DefaultValue("1") int events,
            @QueryParam("rate") @DefaultValue("20") int rate,
            String text) {
        StringJoiner ids = new StringJoiner(",");
        long start = System.nanoTime();
        for (int i = 0; i < events; i++) {
            long due = start + i * SECOND / rate;
            for (long now = System.nanoTime(); now < due; now = System.nanoTime()) LockSupport.parkNanos(due - now);
            String id = Long.toString(System.nanoTime());
            ids.add(id);
            send(sse.newEventBuilder().id(id).name("audit").data(text).build());
        }
        return ids.toString();
    }

    private void send(OutboundSseEvent event) {
        List<CompletableFuture<?>> parts = new ArrayList<>();
        for (int core = 0; core < CORES; core++) {
            int first = core;
            parts.add(CompletableFuture.runAsync(() -> send(event, first), threads));
        }
        parts.forEach(CompletableFuture::join);
    }

    private void send(OutboundSseEvent event, int first) {
        for (int i = first; i < sinks.size(); i += CORES) {
            SseEventSink sink = sinks.get(i);
            if (sink.isClosed()) continue;
            try {
                sink.send(event);
            } catch (IllegalStateException e) {
                // Closed meanwhile.
            }
        }
    }

    /** Forgets the sinks of clients that left. */
    @POST
    @Path("/closed")
    public void forget() {
        sinks.forEach(SseEventSink::close);
        sinks.clear();
    }
}
