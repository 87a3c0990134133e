package io.tidemark.acceptance;

import static io.tidemark.acceptance.Streams.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two old partitions of 100 events, and a node that is killed when it has let go of the first one by half. */
@Tag("long")
class RetentionCrashIT {
    private static final String PENDING =
            "select count(*) from pg_inherits where inhparent = 'tidemark.log'::regclass and inhdetachpending";
    private static final String BACKENDS = """
            select count(pg_terminate_backend(pid)) from pg_stat_activity
            where datname = current_database() and application_name = 'tidemark-owner'
            """;
    private static final Pattern DROPPED = Pattern.compile("tidemark_dropped_partitions\\{[^}]*} (\\d+)");

    @Test
    void keepsEverythingWhenKilledBetweenExportAndDecision(@TempDir Path exports) throws SQLException, IOException {
        OldLog old = OldLog.of(2, 100);
        Path file = exports.resolve("tidemark-1-100.ndjson.gz");
        try (Connection owner = locked(old, "select oldest_seq from tidemark.retention for update");
                Node node = old.forgetful("killed")
                        .variable("tidemark.retention.export", exports.toString())
                        .start()) {
            Await.until("exported partition", SOON, () -> Files.exists(exports.resolve(file + ".sha256")));
            FileTime written = Files.getLastModifiedTime(file);
            kill(node, old);
            owner.rollback();

            assertThat(old.oldest()).isEqualTo(1);
            assertThat(old.count("select count(*) from tidemark.log")).isGreaterThanOrEqualTo(200);

            node.restart();
            assertAllGone(old, node);
            assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
            try (var files = Files.list(exports).filter(name -> name.toString().endsWith(".gz"))) {
                assertThat(files).hasSize(2);
            }
        }
    }

    @Test
    void finishesWhatWasDecidedAndNotDetached() throws SQLException {
        OldLog old = OldLog.of(2, 100);
        try (Connection owner = locked(old, "lock table tidemark.log in share update exclusive mode");
                Node node = old.forgetful("killed").start()) {
            Await.until("decision", SOON, old::oldest, oldest -> oldest == 101);
            // Nothing is gone yet, and nobody is served from it any more.
            Refusal.of(Api.of(node).as(Log.readerToken()).get("/api/v1/events?after=1"))
                    .is(410, "cursor-gone")
                    .has("oldest", 101);
            kill(node, old);
            assertThat(old.tablesBelow(101)).isEqualTo(1);
            owner.rollback();

            node.restart();
            assertAllGone(old, node);
        }
    }

    /** The detached table is all that is left of it: the state of a node that was killed before the drop. */
    @Test
    void dropsWhatWasDetached() throws SQLException {
        OldLog old = OldLog.of(2, 100);
        try (Connection owner = locked(old, "lock table tidemark.log in share update exclusive mode");
                Node node = old.forgetful("killed").start()) {
            Await.until("decision", SOON, old::oldest, oldest -> oldest == 101);
            kill(node, old);
            owner.rollback();
            old.run("alter table tidemark.log detach partition tidemark.log_1");
            assertThat(old.tablesBelow(101)).isEqualTo(1);

            node.restart();
            assertAllGone(old, node);
        }
    }

    /** A reader keeps the detaching waiting. Events get their positions, new partitions come, and the next run goes on. */
    @Test
    void finishesWhatWasHalfDetachedWhileWritersGoOn() throws SQLException {
        OldLog old = OldLog.of(2, 100);
        try (Connection reader = locked(old, "select count(*) from tidemark.log");
                Node node = old.forgetful("killed").start()) {
            Await.until("half detached partition", SOON, () -> old.count(PENDING), count -> count == 1);
            kill(node, old);
            assertThat(old.count(PENDING)).isEqualTo(1);
            try (Connection app = old.schema().asApp()) {
                for (int i = 0; i < 300; i++) InboxRow.of("login").insert(app);
                while (new Sql(app).count("select tidemark.sequence_step(50)") > 0) {
                    assertThat(new Sql(app).count("select count(*) from tidemark.log where seq <= 100"))
                            .isZero();
                }
                assertThat(new Sql(app).count("select max(seq) from tidemark.log"))
                        .isGreaterThanOrEqualTo(500);
            }

            node.restart();
            old.awaitRun();
            assertThat(old.tablesBelow(101)).as("while the reader is there").isEqualTo(1);
            reader.rollback();
            assertAllGone(old, node);
        }
    }

    /** The hold was there first, though nobody could see it when the partition was found. */
    @Test
    void obeysAHoldThatIsPlacedInTheLastMoment(@TempDir Path exports) throws SQLException {
        OldLog old = OldLog.of(2, 100);
        try (Connection counsel = locked(
                        old,
                        "select tidemark.hold_place(gen_random_uuid(), 150, 150, 'in the last moment', 'counsel')");
                Node node = old.forgetful("held")
                        .variable("tidemark.retention.export", exports.toString())
                        .start()) {
            // It has found that nothing forbids it, and waits for the lock.
            Await.until("decision that waits", SOON, () -> old.count("""
                            select count(*) from pg_stat_activity where datname = current_database()
                            and wait_event_type = 'Lock' and query like '%tidemark.retention for update%'
                            """), count -> count == 1);
            counsel.commit();

            Await.until("drop of what is not held", SOON, () -> old.tablesBelow(101), count -> count == 0);
            old.awaitRun();
            assertThat(old.oldest()).isEqualTo(101);
            assertThat(old.count("select count(*) from tidemark.log where seq <= 200"))
                    .isEqualTo(100);
            assertThat(node.isAlive()).isTrue();
        }
    }

    @Test
    void twoNodesDropEachPartitionOnce() throws SQLException {
        OldLog old = OldLog.of(20, 100);
        UUID hold = UUID.randomUUID();
        old.count("select count(*) from tidemark.hold_place('" + hold + "', null, null, 'r', 'counsel')");
        try (Node first = old.forgetful("forgetful-1").start();
                Node second = old.forgetful("forgetful-2").start()) {
            old.count("select count(*) from tidemark.hold_release('" + hold + "', 'r', 'counsel')");

            Await.until("dropped partitions", SOON, () -> old.tablesBelow(2001), count -> count == 0);
            old.awaitRun();

            assertThat(dropped(first) + dropped(second)).isEqualTo(20);
            assertThat(old.count("select count(*) from tidemark.removal where finished_at is not null"))
                    .isEqualTo(20);
            Await.until(
                    "20 events",
                    SOON,
                    () -> old.count(
                            "select count(distinct metadata ->> 'first') from tidemark.log where event_type = 'audit.purge'"),
                    count -> count == 20);
            assertThat(old.count("select count(*) from tidemark.log where event_type = 'audit.purge'"))
                    .isEqualTo(20);
            for (Node node : new Node[] {first, second}) {
                assertThat(node.logs()).doesNotContain("Retention failed");
            }
        }
    }

    /** Both partitions went, each was told of once, and nothing else is missing. */
    private static void assertAllGone(OldLog old, Node node) throws SQLException {
        Await.until("dropped partitions", SOON, () -> old.tablesBelow(201), count -> count == 0);
        Await.until(
                "finished removals",
                SOON,
                () -> old.count("select count(*) from tidemark.removal where finished_at is not null"),
                count -> count == 2);
        String told = "select count(*) from tidemark.log where event_type = 'audit.purge'";
        Await.until("events", SOON, () -> old.count(told), count -> count >= 2);
        assertThat(old.count(told)).isEqualTo(2);
        assertThat(old.count("select min(seq) from tidemark.log")).isEqualTo(201);
        assertThat(old.count("select count(*) - (max(seq) - 200) from tidemark.log"))
                .isZero();
        Refusal.of(Api.of(node).as(Log.readerToken()).get("/api/v1/events?after=199"))
                .is(410, "cursor-gone")
                .has("oldest", 201);
    }

    /** With its backend, which would not notice before it has an answer, and go on until then. */
    private static void kill(Node node, OldLog old) throws SQLException {
        node.kill();
        Await.until("end of its backend", SOON, () -> old.count(BACKENDS), count -> count == 0);
    }

    private static long dropped(Node node) {
        var metric = DROPPED.matcher(Api.of(node).get("/metrics").body());
        assertThat(metric.find()).isTrue();
        return Long.parseLong(metric.group(1));
    }

    /** An owner's transaction that has done that and goes on. */
    private static Connection locked(OldLog old, String sql) throws SQLException {
        Connection owner = old.schema().asOwner();
        owner.setAutoCommit(false);
        new Sql(owner).run(sql);
        return owner;
    }
}
