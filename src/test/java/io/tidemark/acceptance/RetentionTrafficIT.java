package io.tidemark.acceptance;

import static io.tidemark.acceptance.Streams.SOON;
import static io.tidemark.acceptance.Streams.assertClosed;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Await;
import io.tidemark.testing.Frame;
import io.tidemark.testing.Node;
import io.tidemark.testing.Sql;
import io.tidemark.testing.SseReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A partition goes while others write, read live, read what goes, and export it. With {@code -Plong} it has 10 million events. */
@Tag("long")
class RetentionTrafficIT {
    private static final int ROWS = Integer.getInteger("retention.rows", 1_000_000);
    private static final int WRITERS = 3;
    private static final int AFTERWARDS = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern DROPPED = Pattern.compile("Dropped 1 partitions of the log in (\\d+) ms");

    private static final int BREATH = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** Of its own: the common pool of two cores has one thread, from Java 25 on no more than that. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final AtomicBoolean gone = new AtomicBoolean();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final AtomicInteger written = new AtomicInteger();

    /** What a writer did: the ids that were committed, and the longest it waited for a commit. */
    private record Written(List<UUID> ids, long longest) {}

    @Test
    void writersAndReadersGoOnWhileAPartitionGoes() throws Exception {
        OldLog old = OldLog.ofOne(ROWS);
        UUID hold = UUID.randomUUID();
        old.count("select count(*) from tidemark.hold_place('" + hold + "', null, null, 'not yet', 'test')");
        // Who writes from outside wakes no sequencer.
        try (Node node = old.forgetful("traffic")
                        .heap("512m")
                        .variable("tidemark.sequence.poll", "PT0.01S")
                        .start();
                SseReader live = SseReader.open(node, "/api/v1/stream?eventType=traffic", Log.readerToken());
                SseReader past = SseReader.open(node, "/api/v1/stream?after=0", Log.readerToken())) {
            List<CompletableFuture<Written>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) writers.add(CompletableFuture.supplyAsync(() -> write(old), threads));
            CompletableFuture<Exported> export = CompletableFuture.supplyAsync(() -> export(node), threads);
            past.awaitEvents(1_000, SOON);
            live.awaitEvents(AFTERWARDS, SOON);
            assertThat(export.isDone()).isFalse();
            CompletableFuture<Long> gap = CompletableFuture.supplyAsync(() -> longestGap(live), threads);

            int before = written.get();
            old.count("select count(*) from tidemark.hold_release('" + hold + "', 'now', 'test')");
            Await.until("dropped partition", PATIENCE, () -> old.tablesBelow(ROWS + 1L), count -> count == 0);
            gone.set(true);
            int after = written.get();
            Await.until("events afterwards", SOON, written::get, count -> count >= after + AFTERWARDS);
            enough.set(true);
            List<UUID> ids = new ArrayList<>();
            long longestCommit = 0;
            for (CompletableFuture<Written> writer : writers) {
                ids.addAll(writer.join().ids());
                longestCommit = Math.max(longestCommit, writer.join().longest());
            }

            assertThat(after - before).as("events while the partition went").isPositive();
            live.awaitEvents(ids.size(), SOON);
            assertThat(live.events().stream().map(RetentionTrafficIT::id)).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(live.seqs()).isSorted();
            assertEndedWithoutAHole(past);
            assertThat(export.join().complete()).isFalse();
            assertThat(export.join().broken()).isTrue();
            assertThat(old.oldest()).isEqualTo(ROWS + 1L);
            assertThat(old.count("select count(*) - (max(seq) - min(seq) + 1) from tidemark.log"))
                    .isZero();
            Matcher dropped = DROPPED.matcher(node.logs());
            assertThat(dropped.find()).isTrue();
            System.out.printf(
                    "A partition of %,d events went: detached and dropped in %s ms; meanwhile %d events written by %d writers;"
                            + " longest commit %.0f ms, longest silence of a live reader %.0f ms%n",
                    ROWS, dropped.group(1), after - before, WRITERS, longestCommit / 1e6, gap.join() / 1e6);
        }
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    /** It was told, and had everything up to there. */
    private static void assertEndedWithoutAHole(SseReader past) {
        assertClosed(past, "purged");
        List<Long> seqs = past.seqs();
        assertThat(seqs).hasSizeLessThan(ROWS);
        for (int i = 0; i < seqs.size(); i++) assertThat(seqs.get(i)).isEqualTo(i + 1L);
    }

    private Written write(OldLog old) {
        List<UUID> ids = new ArrayList<>();
        long longest = 0;
        try (Connection app = old.schema().asApp()) {
            while (!enough.get()) {
                InboxRow row = InboxRow.of("traffic");
                long began = System.nanoTime();
                row.insert(app);
                longest = Math.max(longest, System.nanoTime() - began);
                ids.add(row.id());
                // A crowd of steps would measure the machine, not the log.
                if (written.incrementAndGet() % 2 == 0) new Sql(app).count("select count(*) from pg_sleep(0.01)");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new Written(ids, longest);
    }

    /** Between two looks at it with something new. */
    private long longestGap(SseReader live) {
        long longest = 0;
        while (!enough.get()) {
            int seen = live.events().size();
            long began = System.nanoTime();
            Await.until("another event", PATIENCE, () -> live.events().size() > seen || enough.get());
            longest = Math.max(longest, System.nanoTime() - began);
        }
        return longest;
    }

    /** How an export of everything ended, of which the reader takes its time until the partition has gone. */
    private record Exported(int events, boolean complete, boolean broken) {}

    private Exported export(Node node) {
        HttpRequest request = HttpRequest.newBuilder(node.uri("/api/v1/events/export"))
                .header("Authorization", "Bearer " + Log.readerToken())
                .build();
        int events = 0;
        boolean complete = false;
        try {
            var body = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofInputStream())
                    .body();
            try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    complete = line.startsWith("{\"complete\"");
                    if (!complete) events++;
                    if (events % BREATH == 0 && !gone.get()) LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
            return new Exported(events, complete, false);
        } catch (IOException e) {
            return new Exported(events, complete, true);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static UUID id(Frame event) {
        return UUID.fromString(event.json().path("id").asString());
    }
}
