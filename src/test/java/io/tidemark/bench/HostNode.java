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

    private final Api api;
    private final Sql sql;

    private HostNode(Node node, Connection connection) {
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

    /** Waits until everything has its position. */
    void drained() {
        Await.until(
                "empty inbox", SOON, () -> sql.count("select count(*) from tidemark.inbox"), waiting -> waiting == 0);
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
