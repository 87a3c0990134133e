package io.tidemark.acceptance;

import static io.tidemark.acceptance.Streams.SOON;
import static io.tidemark.acceptance.Streams.assertClosed;
import static io.tidemark.acceptance.Streams.awaitEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.acceptance.Ledger.Draft;
import io.tidemark.dev.EmbeddedDatabase;
import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Sql;
import io.tidemark.testing.SseReader;
import io.tidemark.testing.SseRequest;
import io.tidemark.testing.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A database without a free connection, with a slow disk, without room on it, and one that was set back to an earlier moment. */
class DatabaseTroubleIT {
    private static final int POOL = 5;
    private static final Duration RECOVERY = Duration.ofMinutes(2);
    private static final String CUT_TAIL =
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'tidemark-tail'";

    private static Disk disk;
    private static EmbeddedDatabase database;
    private static Node node;
    private static Ledger ledger;

    @BeforeAll
    static void open() throws IOException {
        disk = Disk.mount(Path.of(System.getProperty("project.basedir", ""), "target/servers/trouble"), "300m");
        database = EmbeddedDatabase.startEmpty(disk.path("data"), 0);
        node = Node.on(database)
                .named("trouble")
                .heap("384m")
                .patience(Duration.ofMinutes(5))
                .variable("pg.pool", Integer.toString(POOL))
                .variable("tidemark.stream.lease", "PT4S")
                .start();
        ledger = new Ledger(node, database);
    }

    @AfterAll
    static void close() throws IOException {
        if (node != null) node.close();
        if (database != null) database.close();
        if (disk != null) disk.close();
    }

    @Test
    void refusesWhatFindsNoConnectionAndStreamsOn() throws Exception {
        Person person = Person.somebody();
        try (var stream = person.read(Transport.SSE, node, person.token());
                var owner = database.asOwner()) {
            stream.await(reader -> !reader.frames().isEmpty(), SOON);
            owner.setAutoCommit(false);
            new Sql(owner).run("lock table tidemark.accepted in access exclusive mode");
            var waiting = IntStream.range(0, POOL + 3)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> ledger.tryPost(Ledger.marker())))
                    .toList();
            try {
                Await.until("all connections in use", SOON, () -> waitingForALock() >= POOL);

                Api.Answer refused = ledger.api(person.token()).get("/api/v1/events?limit=1");
                assertThat(refused.status()).as(refused.body()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");
                Draft elsewhere = Ledger.marker();
                insertAsAnotherNode(elsewhere);
                awaitEvent(stream, elsewhere);
            } finally {
                owner.rollback();
            }
            // Some of them found no connection either.
            assertThat(waiting.stream().map(answer -> answer.join().status())).isSubsetOf(201, 503);
            Draft after = Ledger.marker();
            Await.until("service", SOON, () -> ledger.tryPost(after).status() < 300);
            awaitEvent(stream, after);
        }
    }

    /** As a disk does that takes a tenth of a second for each commit: PostgreSQL waits before it writes to it. */
    @Test
    void deliversEverythingInOrderFromASlowDisk() throws Exception {
        Person person = Person.somebody();
        try (var superuser = database.asSuperuser();
                var stream = person.read(Transport.SSE, node, person.token())) {
            Sql sql = new Sql(superuser);
            stream.await(reader -> !reader.frames().isEmpty(), SOON);
            sql.run("alter system set commit_delay = '100000'");
            sql.run("alter system set commit_siblings = '0'");
            sql.run("select pg_reload_conf()");
            try {
                Await.until("slow disk", SOON, () -> sql.one(String.class, "show commit_delay"), "100000"::equals);
                List<Draft> drafts =
                        IntStream.range(0, 40).mapToObj(i -> Ledger.marker()).toList();
                var threads = Executors.newFixedThreadPool(4);
                var answers = IntStream.range(0, 4)
                        .mapToObj(writer -> CompletableFuture.runAsync(
                                () -> drafts.subList(10 * writer, 10 * writer + 10)
                                        .forEach(ledger::post),
                                threads))
                        .toList();
                threads.shutdown();
                answers.forEach(CompletableFuture::join);
                for (Draft draft : drafts) awaitEvent(stream, draft);
                assertThat(Api.of(node).get("/health/ready").status()).isEqualTo(200);
            } finally {
                sql.run("alter system reset commit_delay");
                sql.run("alter system reset commit_siblings");
                sql.run("select pg_reload_conf()");
            }
            List<Long> seqs = stream.events().stream()
                    .map(event -> Long.valueOf(event.id()))
                    .toList();
            assertThat(seqs).doesNotHaveDuplicates().isSorted();
        }
    }

    @Test
    void losesNothingThatItAcknowledgedWhenTheDiskIsFull() throws Exception {
        var acknowledged = new ArrayList<UUID>();
        disk.fill();
        Api.Answer refused;
        try {
            refused = Await.until("refusal", RECOVERY, () -> postLarge(acknowledged), answer -> answer.status() >= 400);
        } finally {
            disk.free();
            if (!database.isAlive()) {
                database.kill();
                database.start();
            }
        }
        assertThat(refused.status()).as(refused.body()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");

        Await.until("service", RECOVERY, () -> ledger.tryPost(Ledger.marker()).status() < 300);
        try (var owner = database.asOwner()) {
            var sql = new Sql(owner);
            Await.until("all in the log", RECOVERY, () -> sql.count("select count(*) from tidemark.inbox") == 0);
            for (UUID id : acknowledged) {
                assertThat(sql.count("select count(*) from tidemark.log where id = ?", id))
                        .isEqualTo(1);
            }
            assertThat(sql.rows("select min(seq), max(seq) - count(*) as holes from tidemark.log"))
                    .containsExactly(Map.of("min", 1L, "holes", 0L));
        }
    }

    /** Its positions are given again, to other events: whoever went on with the old ones would read a log that never was. */
    @Test
    void beginsAgainWhenTheDatabaseWasSetBack() throws Exception {
        Person person = Person.somebody();
        ledger.append(Ledger.marker());
        backUp();
        Draft lost = Ledger.marker();
        long seq;
        String log;
        try (var stream = person.read(Transport.SSE, node, person.token())) {
            seq = ledger.append(lost);
            awaitEvent(stream, lost);
            for (int i = 0; i < 20; i++) ledger.append(Ledger.marker());
            log = stream.header("Tidemark-Log");

            restore();

            assertClosed(stream, "stale");
        }
        Await.until("service", RECOVERY, () -> ledger.tryPost(Ledger.marker()).status() < 300);
        assertThat(node.logs()).contains("an earlier state of it came back");
        try (var ahead = resume(person, seq + 1_000, log)) {
            assertThat(ahead.status()).isEqualTo(409);
        }
        while (head() < seq) ledger.append(Ledger.marker());
        try (var again = resume(person, seq - 1, log)) {
            Draft after = Ledger.marker();
            ledger.append(after);
            awaitEvent(again, after);
            assertThat(again.events())
                    .noneMatch(event ->
                            String.valueOf(event.data()).contains(lost.id().toString()));
        }
    }

    /** Once the log has grown beyond the cursor, only the log's id tells. */
    @Test
    void refusesACursorOfAnotherLog() throws SQLException {
        Person person = Person.somebody();
        String log;
        try (var stream = person.read(Transport.SSE, node, person.token());
                var owner = database.asOwner();
                var superuser = database.asSuperuser()) {
            ledger.append(Ledger.marker());
            log = stream.header("Tidemark-Log");
            new Sql(owner).run("update tidemark.sequencer set log_id = gen_random_uuid()");
            new Sql(superuser).count(CUT_TAIL);

            assertClosed(stream, "stale");
        }
        try (var refused = resume(person, 1, log)) {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.problem().path("type").asString())
                    .isEqualTo("https://tidemark.io/problems/cursor-ahead");
            assertThat(refused.problem().path("field").asString()).isEqualTo("Tidemark-Log");
            log = refused.header("Tidemark-Log");
        }
        try (var begun = resume(person, 1, log)) {
            assertThat(begun.status()).as(begun.text()).isEqualTo(200);
        }
    }

    private static SseReader resume(Person person, long after, String log) {
        return SseRequest.to(node, Person.STREAM)
                .as(person.token().sign())
                .header("Last-Event-ID", Long.toString(after))
                .header("Tidemark-Log", log)
                .open();
    }

    private static Api.Answer postLarge(List<UUID> acknowledged) {
        Draft large = Ledger.marker().metadata(Map.of("fill", "x".repeat(60_000) + UUID.randomUUID()));
        Api.Answer answer = ledger.tryPost(large);
        if (answer.status() < 300) acknowledged.add(large.id());
        return answer;
    }

    private static void insertAsAnotherNode(Draft draft) throws SQLException {
        try (var app = database.asApp()) {
            InboxRow.of("test.marker").withId(draft.id()).insert(app);
            new Sql(app).count("select tidemark.sequence_step(100)");
        }
    }

    private static void backUp() throws IOException {
        database.stop();
        copy(disk.path("data"), disk.path("backup"));
        database.start();
        Await.until("ready again", RECOVERY, () -> ready().status() == 200);
        // Each connection of the pool finds out by itself.
        Await.until("service", RECOVERY, () -> ledger.tryPost(Ledger.marker()).status() < 300);
    }

    private static void restore() throws IOException {
        database.stop();
        delete(disk.path("data"));
        copy(disk.path("backup"), disk.path("data"));
        delete(disk.path("backup"));
        database.start();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    private static Api.Answer ready() {
        return Api.of(node).get("/health/ready");
    }

    private static long head() throws SQLException {
        try (var owner = database.asOwner()) {
            return new Sql(owner).count("select next_seq - 1 from tidemark.sequencer");
        }
    }

    private static long waitingForALock() throws SQLException {
        try (var owner = database.asSuperuser()) {
            return new Sql(owner)
                    .count(
                            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and usename = 'tidemark_app'");
        }
    }
}
