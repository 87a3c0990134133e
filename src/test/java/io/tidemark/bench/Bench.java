package io.tidemark.bench;

import io.tidemark.dev.EmbeddedDatabase;
import io.tidemark.testing.FilledLog;
import io.tidemark.testing.Migrations;
import io.tidemark.testing.Node;
import io.tidemark.testing.NodeSpec;
import io.tidemark.testing.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a benchmark needs: a database of its own and nodes, all of which end with it. Not thread-safe. */
final class Bench implements AutoCloseable {
    static final Path TARGET =
            Path.of(System.getProperty("project.basedir", "")).toAbsolutePath().resolve("target/bench");

    /** So that a checkpoint of one trial falls into no other one. Durability stays on. */
    private static final Map<String, String> SETTINGS =
            Map.of("shared_buffers", "1GB", "max_wal_size", "8GB", "checkpoint_timeout", "30min");

    /** More options of the nodes' JVMs: -Dbench.jvm, such as those of a profiler. */
    private static final List<String> OPTIONS = Arrays.stream(
                    System.getProperty("bench.jvm", "").split(" "))
            .filter(option -> !option.isEmpty())
            .toList();

    private final Deque<AutoCloseable> ends = new ArrayDeque<>();
    private final Map<String, String> described = new LinkedHashMap<>();
    private @Nullable EmbeddedDatabase database;
    private @Nullable HostNode host;
    private long log;

    /** An empty, durable PostgreSQL, started by the first call. */
    EmbeddedDatabase database() throws IOException, SQLException {
        if (database == null) {
            var started = own(EmbeddedDatabase.startEmpty(TARGET.resolve("postgresql"), 0));
            try (var connection = started.asSuperuser()) {
                for (var setting : SETTINGS.entrySet()) {
                    new Sql(connection).run("alter system set " + setting.getKey() + " = '" + setting.getValue() + "'");
                }
            }
            started.restart();
            try (var connection = started.asSuperuser()) {
                described.putAll(Machine.describe(connection));
            }
            database = started;
        }
        return database;
    }

    /** Fills {@link #database()} with events, in two partitions. */
    void fill(long events) throws Exception {
        long start = System.nanoTime();
        Migrations.run(database().url());
        FilledLog.fill(database()::asOwner, events, (events + 1) / 2);
        settle();
        log = events;
        System.out.println("--- filled the log with " + Table.number((double) events) + " events in "
                + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
    }

    /** The application that emits, started by the first call: a second benchmark on it finds most of it compiled. */
    HostNode host() throws IOException, SQLException {
        if (host == null) host = HostNode.start(this);
        return host;
    }

    /** Whether {@link #host} has been called. */
    boolean hasHost() {
        return host != null;
    }

    /**
     * An audit server on {@link #database()}, compiled by both compilers: the tests' nodes stop at the first. They begin sooner
     * than in production, so that a minute of warming up is enough.
     */
    NodeSpec node(String name) throws IOException, SQLException {
        var spec = Node.on(database())
                .named("bench-" + name)
                .jvm("-XX:TieredStopAtLevel=4")
                .jvm("-XX:CompileThresholdScaling=0.2")
                .jvm("-Xms1g")
                .heap("1g");
        for (String option : OPTIONS) spec = spec.jvm(option);
        return spec;
    }

    /** Closes it with the benchmark, before what was there before it. */
    <T extends AutoCloseable> T own(T resource) {
        ends.push(resource);
        return resource;
    }

    /** Writes everything down that trials have dirtied: the next trial does not pay for the last one. */
    void settle() throws IOException, SQLException {
        try (var connection = database().asSuperuser()) {
            new Sql(connection).run("checkpoint");
        }
    }

    /** The database, as far as there was one. */
    Map<String, String> described() {
        return described;
    }

    /** How many events {@link #fill} has filled the log with. */
    long log() {
        return log;
    }

    /** For another benchmark on the same host or log; all, if there is neither. */
    void closeAllButShared() {
        if (host != null) closeAllBut(host.node());
        else closeAllBut(log > 0 ? database : null);
    }

    @Override
    public void close() {
        log = 0;
        host = null;
        closeAllBut(null);
    }

    /** All of them, whatever becomes of one. */
    private void closeAllBut(@Nullable AutoCloseable kept) {
        while (!ends.isEmpty() && ends.peek() != kept) {
            try {
                ends.pop().close();
            } catch (Exception e) {
                System.out.println("--- did not end: " + e);
            }
        }
    }
}
