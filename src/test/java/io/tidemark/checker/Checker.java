package io.tidemark.checker;

import io.tidemark.testing.Await;
import io.tidemark.testing.Sql;
import io.tidemark.testing.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A run: clients that work, nemeses that break, an end at which all is mended, and the history of it. */
final class Checker implements AutoCloseable {
    /** What the nodes are given, and what their clients' clocks and a crowded machine are allowed on top, in seconds. */
    static final double LEASE = 5;

    static final double TOLERANCE = 10;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration NEWS = Duration.ofSeconds(30);
    private final Settings settings;
    private final Random random;
    private final Stage stage;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<Callable<Void>, Future<Void>> running = new LinkedHashMap<>();
    private final List<RovingReader> readers = new ArrayList<>();
    private final List<Client> writers = new ArrayList<>();
    private final List<Nemesis> nemeses = new ArrayList<>();

    private final Script script;
    private final long start;

    Checker(Settings settings, Script script, Cluster cluster, Path history) throws IOException, SQLException {
        this.settings = settings;
        this.script = script;
        this.start = cluster.head();
        this.random = new Random(settings.seed());
        this.stage = new Stage(History.in(history), cluster, script.service());
    }

    /** Returns when the history is complete. */
    void run() throws Exception {
        say("seed " + settings.seed() + ", " + settings.nodes() + " nodes, " + settings.length());
        stage.history()
                .add(
                        "checker",
                        "run",
                        line -> line.put("seed", settings.seed())
                                .put("nodes", settings.nodes())
                                .put("service", stage.service())
                                .put("lease", LEASE)
                                .put("tolerance", TOLERANCE)
                                .put("clocks", WallClock.isAvailable())
                                .put("after", start));
        cast();
        start(readers);
        start(writers);
        Await.until("readers", PATIENCE, () -> readers.stream().allMatch(RovingReader::hasRead));
        start(nemeses);
        work();
        settle();
    }

    @Override
    public void close() throws IOException {
        nemeses.forEach(Nemesis::stop);
        writers.forEach(Client::stop);
        readers.forEach(Client::stop);
        threads.shutdownNow();
        stage.history().close();
    }

    private void cast() {
        for (var choice : Choice.values()) {
            for (var transport : Transport.values()) read(transport, choice);
        }
        for (var transport : Transport.values()) read(transport, Choice.ALL);
        for (int i = 1; i <= script.jdbc(); i++) {
            writers.add(new JdbcEmitter(stage, "jdbc-" + i, random.nextLong(), script.pause()));
        }
        for (int i = 1; i <= script.http(); i++) {
            writers.add(new HttpEmitter(stage, "http-" + i, random.nextLong(), 2 * script.pause()));
        }
        for (int i = 1; i <= script.revokers(); i++) {
            var names = List.copyOf(readers);
            writers.add(new Revoker(stage, "revoker-" + i, random.nextLong(), names, script.revokePause()));
        }
        for (var plan : script.plans()) nemeses.add(new Nemesis(stage, "nemesis-" + (nemeses.size() + 1), plan));
        if (script.calm()) readers.forEach(RovingReader::calm);
    }

    private void start(List<? extends Callable<Void>> some) {
        for (var one : some) running.put(one, threads.submit(one));
    }

    private void read(Transport transport, Choice choice) {
        var name = "reader-" + (readers.size() + 1);
        readers.add(new RovingReader(stage, name, random.nextLong(), transport, choice, start));
    }

    private void work() throws Exception {
        long began = System.nanoTime();
        long told = began;
        while (System.nanoTime() - began < settings.length().toNanos()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            for (var one : running.values()) {
                if (one.isDone()) one.get(); // mostly by an exception
            }
            if (System.nanoTime() - told < NEWS.toNanos()) continue;
            told = System.nanoTime();
            say("readers at "
                    + readers.stream().map(RovingReader::position).sorted().toList());
        }
    }

    /** All is mended, all comes to its end. */
    private void settle() throws Exception {
        say("mending");
        nemeses.forEach(Nemesis::stop);
        for (var nemesis : nemeses) await(nemesis);
        for (var member : stage.cluster().members()) {
            boolean alone = member.heal();
            stage.history()
                    .add(
                            "checker",
                            "healed",
                            line -> line.put("node", member.name()).put("alone", alone));
        }
        writers.forEach(Client::stop);
        for (var writer : writers) await(writer);
        rollBackOrphans();
        readers.forEach(RovingReader::calm);
        say("reading the log");
        long end = new LastWord(stage).say(start);
        awaitReaders(end);
        readers.forEach(Client::stop);
        for (var reader : readers) await(reader);
        say("complete at seq " + end);
    }

    /** One that never comes there is the verdict's to judge. */
    private void awaitReaders(long end) {
        try {
            Await.until(
                    "readers at " + end, PATIENCE, () -> readers.stream().allMatch(reader -> reader.position() >= end));
        } catch (AssertionError e) {
            say(String.valueOf(e.getMessage()));
        }
    }

    private void await(Callable<Void> one) throws Exception {
        var future = running.get(one);
        if (future != null) future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Transactions that were prepared after their client, cut off, had asked for them and not found them. */
    private void rollBackOrphans() throws SQLException {
        try (var connection = stage.cluster().database().asApp()) {
            var sql = new Sql(connection);
            for (var row : sql.rows("select gid from pg_prepared_xacts where database = current_database()")) {
                sql.run("rollback prepared '" + row.get("gid") + "'");
            }
        }
    }

    private void say(String news) {
        System.out.printf("Checker %6.0f s: %s%n", stage.history().now(), news);
    }
}
