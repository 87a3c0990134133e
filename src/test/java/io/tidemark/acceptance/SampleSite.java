package io.tidemark.acceptance;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A node with the sample identity, as {@code mvn} starts one; shared, killed with the JVM. */
final class SampleSite {
    private static @Nullable Node node;

    private SampleSite() {}

    static synchronized Node node() {
        if (node == null) {
            node = Node.on(Servers.database())
                    .named("console")
                    .variable("mp.jwt.verify.publickey", "")
                    // The last file wins, and with it the site's issuer over the tests'.
                    .xml("zz-site.xml", elements())
                    .start();
        }
        return node;
    }

    static String url() {
        return node().uri("/").toString();
    }

    /** The API as a sample user, in a session of its own. */
    static Api as(String user) {
        var form =
                form(Map.of("grant_type", "password", "scope", "openid profile", "username", user, "password", user));
        var answer = Api.of(node())
                .with("Authorization", "Basic Y3VybDpjdXJs")
                .post("/oidc/endpoint/sample/token", "application/x-www-form-urlencoded", form);
        return Api.of(node()).as(answer.json().path("access_token").asString());
    }

    /** Stores as many events of an account as there are numbers, {@code n} in their metadata. */
    static void store(String account, int from, int to) {
        var events = IntStream.rangeClosed(from, to)
                .mapToObj(
                        n -> "{\"eventType\":\"login\",\"accountId\":\"%s\",\"metadata\":{\"username\":\"u\",\"n\":%d}}"
                                .formatted(account, n))
                .collect(Collectors.joining(",", "[", "]"));
        store(events);
    }

    /** Stores an event, or an array of them; they can be read then. */
    static void store(String json) {
        var answer = as("writer").postJson("/api/v1/events", json);
        if (answer.status() != 201) throw new AssertionError(answer.status() + " " + answer.body());
        var ids = answer.json().path("ids");
        Callers.awaitSeq(as("auditor1"), ids.path(ids.size() - 1).asString());
    }

    /** Stores an event with a payload, which cannot be posted, and waits until it is readable; returns its id. */
    static String storeCaptured(String account, UnaryOperator<PayloadRow> sides) throws SQLException {
        var row = InboxRow.of("bank.transfer")
                .with("account_id", account)
                .with("service", "bank")
                .with("has_payload", true);
        try (var app = Servers.database().asApp()) {
            app.setAutoCommit(false);
            row.insert(app);
            sides.apply(PayloadRow.of(row.id())).insert(app);
            app.commit();
        }
        var id = row.id().toString();
        var reader = as("auditor1");
        Await.until(
                "event " + id,
                Duration.ofSeconds(30),
                () -> reader.get("/api/v1/events/" + id),
                found -> found.status() == 200);
        return id;
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** The elements of the site's configuration, without the document around them. */
    private static String elements() {
        try {
            var site = Files.readString(Path.of(System.getProperty("project.basedir", ""), "src/dev/liberty/site.xml"));
            return site.substring(site.indexOf('>', site.indexOf("<server")) + 1, site.indexOf("</server>"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
