package io.tidemark.bench;

import io.tidemark.bench.bare.BareApplication;
import io.tidemark.testing.Api;
import io.tidemark.testing.Java25;
import io.tidemark.testing.Node;
import io.tidemark.testing.NodeSpec;
import io.tidemark.testing.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A node, on the Java it is shipped with if that is installed, and beside it in the same server the application without a log. */
final class StreamNode {
    private static final int PER_TOKEN = 10;
    private static final String BARE = """
            <webApplication id="bare" location="bare.war" contextRoot="/bare"/>
            """;

    private final Node node;
    private final Path java;
    private final Appender appender;

    private StreamNode(Node node, Path java, Appender appender) {
        this.node = node;
        this.java = java;
        this.appender = appender;
    }

    static StreamNode start(Bench bench, String name, UnaryOperator<NodeSpec> more) throws IOException, SQLException {
        Path java = Java25.home().orElse(Path.of(System.getProperty("java.home")));
        Node node = bench.own(more.apply(
                        bench.node(name).java(java).app("bare.war", archive()).xml("bare.xml", BARE))
                .start());
        return new StreamNode(
                node, java, new Appender(bench.own(bench.database().asApp())));
    }

    Node node() {
        return node;
    }

    /** The directory of the Java it runs on. */
    Path java() {
        return java;
    }

    Appender appender() {
        return appender;
    }

    /** Opens streams of the log that want what the {@link Appender} writes. */
    Crowd readers(int count) throws IOException, SQLException {
        return Crowd.of(node.httpPort(), count, streams(count, "reader")::get);
    }

    /** Opens as many, but reads nothing. */
    Crowd stalled(int count) throws IOException, SQLException {
        return Crowd.stalled(node.httpPort(), count, streams(count, "stalled")::get);
    }

    /** Opens streams of the other application by requests that are the same: the server keeps their headers and their query. */
    Crowd bare(String path, int count) throws IOException, SQLException {
        return Crowd.of(node.httpPort(), count, requests("/bare/" + path, count, "bare")::get);
    }

    /** Lets the other application send. */
    String send(String path, String text) {
        var answer = Api.of(node).post("/bare/" + path, "text/plain", text);
        Wrong.unless(answer.status() / 100 == 2, path + " was answered with " + answer);
        return answer.body();
    }

    /** One event as readers get it. */
    String sample() {
        var answer = Api.of(node).as(token()).get("/api/v1/events?service=" + Appender.SERVICE + "&limit=1");
        return answer.json().path("events").path(0).toString();
    }

    String token() {
        return Token.of("bench")
                .roles("audit-reader", "audit-admin")
                .expiresIn(Duration.ofHours(1))
                .sign();
    }

    private List<String> streams(int count, String account) throws SQLException {
        return requests("/api/v1/stream", count, account);
    }

    private List<String> requests(String path, int count, String account) throws SQLException {
        String query = "?service=" + Appender.SERVICE + "&after=" + appender.head();
        List<String> requests = new ArrayList<>();
        String token = "";
        for (int i = 0; i < count; i++) {
            // A session may have only so many.
            if (i % PER_TOKEN == 0) {
                token = Token.of(account + "-" + i)
                        .roles("audit-reader")
                        .expiresIn(Duration.ofHours(1))
                        .sign();
            }
            requests.add(request(path + query) + "\r\nAuthorization: Bearer " + token);
        }
        return requests;
    }

    private static String request(String path) {
        return path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream";
    }

    private static Path archive() throws IOException {
        Path file = Files.createDirectories(Bench.TARGET).resolve("bare.war");
        ShrinkWrap.create(WebArchive.class, "bare.war")
                .addPackage(BareApplication.class.getPackage())
                .as(ZipExporter.class)
                .exportTo(file.toFile(), true);
        return file;
    }
}
