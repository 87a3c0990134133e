package io.tidemark.bench;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.EmitterJar;
import io.tidemark.testing.Migrations;
import io.tidemark.testing.Node;
import io.tidemark.testing.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The application of {@code io.tidemark.bench.host} on a server of its own, with the emitter jar and its sequencer. */
final class HostNode {
    private static final Duration SOON = Duration.ofMinutes(2);

    /** More would leave the compiler no core. */
    private static final int WARM_UP_THREADS = 2;

    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration MOST_WARM_UP = Duration.ofSeconds(3);

    /** What is there of the events of a run, whose accounts begin with its name. */
    private static final String EVENTS = """
            select count(*) as events, count(distinct id) as ids, count(distinct request_id) as facts,
              count(*) filter (where number <= before) as disordered
            from (select id, request_id, (metadata ->> 'number')::bigint as number,
                lag((metadata ->> 'number')::bigint, 1, 0::bigint) over (partition by account_id order by seq) as before
              from %s where account_id like ? || '-%%') of_run
            """;

    private static final String GAPS = "select coalesce(max(seq) - min(seq) + 1 - count(*), 0) from tidemark.log";
    private static final String WAITING = "select count(*) from tidemark.inbox";

    private final Node node;
    private final Api api;
    private final Sql sql;
    private int warmUps;

    private HostNode(Node node, Connection connection) {
        this.node = node;
        this.api = Api.of(node);
        this.sql = new Sql(connection);
    }

    static HostNode start(Bench bench) throws IOException, SQLException {
        var database = bench.database();
        Migrations.run(database.url());
        var connection = bench.own(database.asSuperuser());
        new Sql(connection).run(resource("schema.sql"));
        var node = bench.own(bench.node("host")
                .configured(Path.of(System.getProperty("project.basedir", "")).resolve("src/test/liberty/bench"))
                .app("bench.war", archive())
                .variable("tidemark.service", "bench")
                .start());
        return new HostNode(node, connection);
    }

    Sql sql() {
        return sql;
    }

    /** Lets the JVM compile all of it: the first is the most code, and is run longer. */
    void warmUp(String audited, String... works) throws Exception {
        WarmUp.until(node, () -> {
            String run = "warm-up-" + ++warmUps;
            run(audited, run + audited, WARM_UP_THREADS, MOST_WARM_UP);
            for (String work : works) run(work, run + work, WARM_UP_THREADS, WARM_UP);
            drained();
        });
    }

    /** Runs transactions for that time; returns how many there were, and how many a second. */
    Load run(String work, String run, int threads, Duration time) {
        var answer =
                api.post("/load?work=%s&run=%s&threads=%d&millis=%d".formatted(work, run, threads, time.toMillis()));
        Wrong.unless(answer.status() == 200, work + " was answered with " + answer);
        return new Load(
                answer.json().path("transactions").asLong(),
                answer.json().path("nanos").asLong());
    }

    record Load(long transactions, long nanos) {
        double perSecond() {
            return transactions * 1e9 / nanos;
        }
    }

    /** How many events have no position yet. */
    long waiting() throws SQLException {
        return sql.count(WAITING);
    }

    /** Waits until everything has its position. */
    void drained() {
        Await.until("empty inbox", SOON, this::waiting, waiting -> waiting == 0);
    }

    /** All events of the run are in that table, once, and those of each thread in their order. */
    void check(String run, String log, long events) throws SQLException {
        String there = sql.rows(EVENTS.formatted(log), run).get(0).toString();
        String right = "{events=%1$d, ids=%1$d, facts=%1$d, disordered=0}".formatted(events);
        Wrong.unless(there.equals(right), there + " instead of " + right);
    }

    /** The positions have none. */
    void checkGaps() throws SQLException {
        long gaps = sql.count(GAPS);
        Wrong.unless(gaps == 0, "the log has gaps: " + gaps);
    }

    Node node() {
        return node;
    }

    private static Path archive() throws IOException {
        var file = Files.createDirectories(Bench.TARGET).resolve("bench.war");
        ShrinkWrap.create(WebArchive.class, "bench.war")
                .addPackage("io.tidemark.bench.host")
                .addAsResource("io/tidemark/bench/persistence.xml", "META-INF/persistence.xml")
                .addAsLibraries(EmitterJar.libraries())
                .as(ZipExporter.class)
                .exportTo(file.toFile(), true);
        return file;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HostNode.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
