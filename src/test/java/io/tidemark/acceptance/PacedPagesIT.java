package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Token;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Pages stay complete while a thousand events arrive every second, whenever they say that they occurred. */
class PacedPagesIT {
    private static final int EVENTS = 10_000;
    private static final int BLOCK = 50;
    private static final String PATH = "/api/v1/events?limit=200&";

    private final Log log = new Log(Servers.node());
    private final String mark = UUID.randomUUID().toString();
    private final AtomicInteger written = new AtomicInteger();

    @Test
    void neitherSkipsNorRepeatsWhileAThousandEventsASecondArrive() throws Exception {
        long start = log.head();
        Instant began = Instant.now().minusSeconds(1);
        // Each is answered in another way: by an index, by types that were not there a moment ago, by a window that is
        // open.
        List<String> filters =
                List.of("service=" + mark, "eventType=paced." + mark + "*", "from=" + began + "&service=" + mark);
        var readers = Executors.newCachedThreadPool();
        var pace = Executors.newSingleThreadScheduledExecutor();
        try {
            var writing = pace.scheduleAtFixedRate(this::write, 0, BLOCK, TimeUnit.MILLISECONDS);
            List<Future<List<Long>>> forward = new ArrayList<>();
            List<Future<List<List<Long>>>> backward = new ArrayList<>();
            for (String filter : filters) {
                forward.add(readers.submit(() -> forward(filter, start)));
                for (int i = 0; i < 3; i++) backward.add(readers.submit(() -> backward(filter)));
            }

            List<Long> all = forward.get(0).get();
            assertThat(all).hasSize(EVENTS).isSorted().doesNotHaveDuplicates();
            for (Future<List<Long>> reader : forward) assertThat(reader.get()).isEqualTo(all);
            for (Future<List<List<Long>>> reader : backward) {
                for (List<Long> seqs : reader.get()) assertThat(seqs).isEqualTo(all.subList(0, seqs.size()));
            }
            assertThat(writing.isDone()).isTrue();
        } finally {
            pace.shutdownNow();
            readers.shutdownNow();
        }
    }

    /** Throws when it is done, so that the pace ends. */
    private void write() {
        int first = written.getAndAdd(BLOCK);
        if (first >= EVENTS) throw new IllegalStateException("done");
        StringBuilder lines = new StringBuilder();
        Random random = new Random(first);
        Instant now = Instant.now();
        LongStream.range(first, first + BLOCK)
                .forEach(n -> lines.append("{\"eventType\":\"paced.")
                        .append(mark)
                        .append('.')
                        .append(n / 200)
                        .append("\",\"service\":\"")
                        .append(mark)
                        .append("\",\"occurredAt\":\"")
                        .append(now.plusMillis(random.nextInt(120_000)))
                        .append("\"}\n"));
        Api writer =
                Api.of(log.node()).as(Token.of("paced").roles("audit-writer").sign());
        assertThat(writer.post("/api/v1/events", "application/x-ndjson", lines.toString())
                        .status())
                .isEqualTo(201);
    }

    /** Follows {@code next}, and asks again after the last one, until it has all. */
    private List<Long> forward(String filter, long start) {
        Api reader = log.reader();
        List<Long> seqs = new ArrayList<>();
        while (seqs.size() < EVENTS) {
            long last = seqs.isEmpty() ? start : seqs.get(seqs.size() - 1);
            follow(reader, PATH + filter + "&after=" + last, seqs);
        }
        return seqs;
    }

    /** From the newest to the oldest, again and again while events arrive; each time turned round. */
    private List<List<Long>> backward(String filter) {
        Api reader = log.reader();
        List<List<Long>> all = new ArrayList<>();
        long read = 0;
        while (read < EVENTS / 2) {
            List<Long> seqs = new ArrayList<>();
            follow(reader, PATH + filter, seqs);
            Collections.reverse(seqs);
            all.add(seqs);
            read = seqs.size();
        }
        return all;
    }

    private static void follow(Api reader, String path, List<Long> seqs) {
        String next = path;
        while (!next.isEmpty()) {
            JsonNode page = reader.get(next).json();
            page.path("events").forEach(event -> seqs.add(event.path("seq").asLong()));
            next = page.path("next").asString("");
        }
    }
}
