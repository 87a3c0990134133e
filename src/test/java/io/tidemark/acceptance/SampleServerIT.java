package io.tidemark.acceptance;

import static io.tidemark.acceptance.Callers.EVENTS;
import static io.tidemark.acceptance.Callers.SOON;
import static io.tidemark.acceptance.Callers.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import io.tidemark.testing.SseReader;
import io.tidemark.testing.SseRequest;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The server that the run command starts: with the sample identity provider, and here on a database of its own. */
class SampleServerIT {

    private static final String DATABASE = "sample";
    private static final String PROVIDER = "/oidc/endpoint/sample/";
    private static Node node;

    @BeforeAll
    static void start() throws IOException, SQLException {
        try (var superuser = Servers.database().asSuperuser()) {
            new Sql(superuser).run("create database " + DATABASE + " owner tidemark");
        }
        node = Node.on(Servers.database())
                .named("sample")
                .variable("pg.url", url())
                .variable("mp.jwt.verify.publickey", "")
                .xml("z-site.xml", site())
                .start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource({
        "auditor1, 200, 403, 403",
        "auditor2, 200, 403, 403",
        "admin1, 200, 403, 200",
        "writer, 403, 200, 403",
        "outsider, 403, 403, 403"
    })
    void letsEachUserDoWhatItsRolesAllow(String user, int reads, int writes, int administers)
            throws IOException, InterruptedException {
        var api = Api.of(node).as(token(user));

        assertThat(api.get(EVENTS).status()).isEqualTo(reads);
        assertThat(api.postJson(EVENTS, "[]").status()).isEqualTo(writes);
        assertThat(api.get("/api/v1/sessions").status()).isEqualTo(administers);
        try (var stream = SseReader.open(node, STREAM, token(user))) {
            assertThat(stream.status()).isEqualTo(reads);
        }
    }

    @Test
    void givesEachTokenASessionOfItsOwn() throws IOException, InterruptedException {
        Api.of(node).as(token("auditor1")).get(EVENTS);
        Api.of(node).as(token("auditor1")).get(EVENTS);

        var sessions = Api.of(node)
                .as(token("admin1"))
                .get("/api/v1/sessions?account=auditor1")
                .json();

        assertThat(sessions.path("sessions").size()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void givesNoTokenForAWrongPassword() throws IOException, InterruptedException {
        assertThat(askForToken("auditor1", "wrong").statusCode()).isBetween(400, 401);
        assertThat(askForToken("nobody", "nobody").statusCode()).isBetween(400, 401);
    }

    /** {@code @RolesAllowed} alone would let the provider's cookie in: it makes a principal with the same groups. */
    @Test
    void doesNotTakeTheLoginCookieForAToken() throws IOException, InterruptedException {
        var cookies = new CookieManager();
        var browser = HttpClient.newBuilder().cookieHandler(cookies).build();
        login(browser, "admin1");
        assertThat(cookies.getCookieStore().getCookies().stream().map(HttpCookie::getName))
                .anyMatch(name -> name.matches("LtpaToken2|WAS_[np].*"));
        // The cookie is a login: the provider gives a code for it without asking again.
        var code = send(browser, HttpRequest.newBuilder(node.uri(authorize())));
        assertThat(code.statusCode()).isEqualTo(302);
        assertThat(code.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).contains("/callback.html?", "code="));

        for (String path : new String[] {EVENTS, STREAM, "/api/v1/sessions", "/api/v1/streams"}) {
            var answer = send(browser, HttpRequest.newBuilder(node.uri(path)));

            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.body()).contains("https://tidemark.io/problems/unauthorized");
        }
        var withToken = send(
                browser,
                HttpRequest.newBuilder(node.uri(EVENTS)).header("Authorization", "Bearer " + token("auditor1")));
        assertThat(withToken.statusCode()).isEqualTo(200);
    }

    /** The oldest partition is dropped when nobody needs it any more; its cursors cannot be resumed from. */
    @Test
    void refusesACursorThatIsOlderThanTheLog() throws SQLException, IOException, InterruptedException {
        write();
        long last;
        try (var connection = DriverManager.getConnection(url(), "postgres", "")) {
            var sql = new Sql(connection);
            long beyond = sql.count("select partition_end from tidemark.sequencer");
            sql.run("update tidemark.sequencer set next_seq = ?", beyond);
            sql.run("alter table tidemark.log detach partition tidemark.log_1");
            last = beyond;
        }
        write();
        var reader = Api.of(node).as(token("auditor1"));
        long oldest = last;
        Await.until(
                "an event in the next partition",
                SOON,
                () -> reader.get(EVENTS + "?after=" + (oldest - 1)),
                page -> page.json().path("events").size() > 0);

        for (String cursor : new String[] {"0", "1", Long.toString(oldest - 2)}) {
            try (var byHeader = SseRequest.to(node, STREAM)
                            .as(token("auditor1"))
                            .header("Last-Event-ID", cursor)
                            .open();
                    var byParameter = SseReader.open(node, STREAM + "?after=" + cursor, token("auditor1"))) {
                Refusal.of(byHeader).is(410, "cursor-gone").has("oldest", oldest);
                Refusal.of(byParameter).is(410, "cursor-gone").has("oldest", oldest);
            }
        }
        try (var stream = SseReader.open(node, STREAM + "?after=" + (oldest - 1), token("auditor1"))) {
            assertThat(stream.awaitEvents(1, SOON).get(0).seq()).isEqualTo(oldest);
        }
    }

    private static void write() throws IOException, InterruptedException {
        var answer = Api.of(node).as(token("writer")).postJson(EVENTS, "{\"eventType\":\"wire_test\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        Callers.awaitSeq(
                Api.of(node).as(token("auditor1")),
                answer.json().path("ids").path(0).asString());
    }

    private static String token(String user) throws IOException, InterruptedException {
        var answer = askForToken(user, user);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body()).path("access_token").asString();
    }

    /** As {@code src/dev/token} asks. */
    private static HttpResponse<String> askForToken(String user, String password)
            throws IOException, InterruptedException {
        var client = Base64.getEncoder().encodeToString("curl:curl".getBytes(StandardCharsets.UTF_8));
        return send(
                HttpClient.newHttpClient(),
                HttpRequest.newBuilder(node.uri(PROVIDER + "token"))
                        .header("Authorization", "Basic " + client)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form(Map.of(
                                "grant_type",
                                "password",
                                "scope",
                                "openid profile",
                                "username",
                                user,
                                "password",
                                password)))));
    }

    /** As the login page does. */
    private static void login(HttpClient browser, String user) throws IOException, InterruptedException {
        send(browser, HttpRequest.newBuilder(node.uri(authorize())));
        var answer = send(
                browser,
                HttpRequest.newBuilder(node.uri("/oidc/j_security_check"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form(Map.of("j_username", user, "j_password", user)))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    }

    private static String authorize() {
        return PROVIDER + "authorize?"
                + form(Map.of(
                        "response_type", "code",
                        "client_id", "tidemark-console",
                        "scope", "openid",
                        "state", "s",
                        "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                        "code_challenge_method", "S256",
                        "redirect_uri", node.uri("/callback.html").toString()));
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.timeout(SOON).build(), BodyHandlers.ofString());
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String url() {
        return Servers.database().url().replaceFirst("/tidemark$", "/" + DATABASE);
    }

    /** What stands inside {@code <server>}. */
    private static String site() throws IOException {
        var file = Path.of(System.getProperty("project.basedir", "")).resolve("src/dev/liberty/site.xml");
        return Files.readString(file).replaceAll("(?s)^.*<server[^>]*>|</server>\\s*$", "");
    }
}
