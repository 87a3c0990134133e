package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.EmbeddedDatabase;
import io.tidemark.testing.Await;
import io.tidemark.testing.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL dies at random points of {@code sequence_step}, under load. {@code -Dtrouble.seed=N} repeats the choices,
 * {@code -Dtrouble.kills=N} says how often.
 */
class KilledStepIT {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final int WRITERS = 4;
    private static final String DENSITY = """
            select coalesce(min(seq), 1) as first, coalesce(max(seq), 0) - count(*) as holes,
              (select next_seq - 1 from tidemark.sequencer) - coalesce(max(seq), 0) as ahead
            from tidemark.log
            """;

    private final long seed = Long.getLong("trouble.seed", new Random().nextLong());
    private final int kills = Integer.getInteger("trouble.kills", 8);
    private final Random random = new Random(seed);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private EmbeddedDatabase database;

    /** Who dies. */
    private enum Victim {
        /** The process that steps, by SIGKILL: the server takes that for a crash and recovers by itself. */
        BACKEND,
        /** The server's first process, by SIGKILL. */
        POSTMASTER,
        /** All of it at once, as when the machine stops. */
        SERVER
    }

    @BeforeEach
    void open() throws IOException {
        System.out.println("KilledStepIT: -Dtrouble.seed=" + seed + " -Dtrouble.kills=" + kills);
        database = EmbeddedDatabase.startEmpty(
                Path.of(System.getProperty("project.basedir", ""), "target/servers/killed"), 0);
        Schema.of(database);
    }

    @AfterEach
    void close() throws IOException {
        threads.shutdownNow();
        database.close();
    }

    @Test
    void neitherLosesNorInventsNorReordersWhereverItDies() throws Exception {
        var service = "killed-" + UUID.randomUUID();
        var book = new Book();
        var over = new AtomicBoolean();
        var writers = new ArrayList<Future<Void>>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(threads.submit(new JdbcWriter(random.nextLong(), service, book, over::get, database::asApp)));
        }
        var steppers = IntStream.of(50, 1_000)
                .mapToObj(limit -> new Stepper(database::asApp, limit))
                .toList();
        var stepping = steppers.stream().map(threads::submit).toList();

        Map<Victim, Integer> within = new EnumMap<>(Victim.class);
        for (int i = 0; i < kills; i++) {
            var stepper = steppers.get(random.nextInt(steppers.size()));
            stepper.awaitProgress(SOON);
            var victim = Victim.values()[i % Victim.values().length];
            LockSupport.parkNanos(random.nextLong(stepper.usual().toNanos() + 1));
            if (kill(victim, stepper)) within.merge(victim, 1, Integer::sum);
            assertDense(i);
        }
        over.set(true);
        for (var writer : writers) writer.get();
        steppers.forEach(Stepper::stop);
        for (var stepper : stepping) stepper.get();
        drain();

        assertDense(kills);
        try (var owner = database.asOwner()) {
            book.verify(owner, service);
            System.out.printf(
                    "KilledStepIT: %d kills, within a step: %s; %d transactions committed, %d events in the log%n",
                    kills, within, book.committed(), new Sql(owner).count("select count(*) from tidemark.log"));
        }
        assertThat(within.values().stream().mapToInt(n -> n).sum())
                .as("kills that hit a step")
                .isPositive();
    }

    /** Whether a step was under way. */
    private boolean kill(Victim victim, Stepper stepper) throws IOException {
        boolean stepping = stepper.isStepping();
        switch (victim) {
            case BACKEND -> kill(stepper.pid());
            case POSTMASTER -> {
                List<ProcessHandle> all = new ArrayList<>(ProcessHandle.of(database.pid())
                        .orElseThrow()
                        .children()
                        .toList());
                kill(database.pid());
                Await.until("end of its processes", SOON, () -> all.stream().noneMatch(ProcessHandle::isAlive));
            }
            case SERVER -> database.kill();
        }
        if (victim != Victim.BACKEND) {
            database.kill();
            database.start();
        }
        return stepping;
    }

    /** At once: the shell that {@code Signal} needs comes milliseconds later. */
    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private void assertDense(int kill) {
        Map<String, Object> found = Await.until(
                        "answer after kill " + kill,
                        SOON,
                        () -> {
                            try (var owner = database.asOwner()) {
                                return new Sql(owner).rows(DENSITY);
                            } catch (SQLException e) {
                                return List.<Map<String, Object>>of();
                            }
                        },
                        rows -> !rows.isEmpty())
                .get(0);
        assertThat(found).as("after kill %s", kill).isEqualTo(Map.of("first", 1L, "holes", 0L, "ahead", 0L));
    }

    private void drain() throws SQLException {
        try (var app = database.asApp()) {
            var sql = new Sql(app);
            Await.until("empty inbox", SOON, () -> {
                sql.count("select tidemark.sequence_step(1000)");
                return sql.count("select count(txid) from tidemark.inbox") == 0;
            });
        }
    }
}
