package io.tidemark.acceptance;

import static io.tidemark.acceptance.Callers.EVENTS;
import static io.tidemark.acceptance.Callers.SOON;
import static io.tidemark.acceptance.Callers.STREAM;
import static io.tidemark.acceptance.Callers.json;
import static io.tidemark.acceptance.Callers.nobody;
import static io.tidemark.acceptance.Callers.reader;
import static io.tidemark.acceptance.Callers.record;
import static io.tidemark.acceptance.Callers.someone;
import static io.tidemark.acceptance.Callers.token;
import static io.tidemark.acceptance.Callers.writer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Servers;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests are refused, whoever sends them. */
class BadRequestIT {

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit, range",
        "limit=201, limit, range",
        "limit=-1, limit, range",
        "limit=ten, limit, range",
        "limit=, limit, range",
        "limit=1e1, limit, range",
        "limit=99999999999, limit, range",
        "limit=1&limit=2, limit, repeated",
        "before=x, before, number",
        "before=-5, before, number",
        "after=x, after, number",
        "after=1&before=5, before, exclusive",
        "after=1&after=2, after, repeated",
        "outcome=maybe, outcome, enum",
        "outcome=success&outcome=failure, outcome, repeated",
        "account=a&account=b, account, repeated",
        "account=, account, empty",
        "account=%00, account, nul",
        "eventType=1st, eventType, pattern",
        "eventType=a*b, eventType, pattern",
        "eventType=login%27--, eventType, pattern",
        "nosuch=1, nosuch, unknown",
        "Limit=1, Limit, unknown",
        "last=5, last, unknown",
        "limit=1&x%20y=1, x y, unknown"
    })
    void refusesAMalformedQuestion(String query, String field, String rule) {
        Refusal.of(reader().get(EVENTS + "?" + query))
                .is(400, rule.equals("unknown") ? "unknown-parameter" : "invalid-parameter")
                .names(field, rule);
    }

    @Test
    void refusesAFilterThatIsTooLong() {
        Refusal.of(reader().get(EVENTS + "?account=" + "a".repeat(1_025)))
                .is(400, "invalid-parameter")
                .names("account", "length");
        Refusal.of(reader().get(EVENTS + "?" + "eventType=a&".repeat(51)))
                .is(400, "invalid-parameter")
                .names("eventType", "size");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=%zz", "?account=%", "?%zz=1"})
    void refusesAnAddressWithABrokenEscape(String tail) throws IOException {
        RawRequest.get(Servers.node(), EVENTS + tail, token("audit-reader"))
                .answer()
                .is(400, "malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not-a-uuid",
                "1-1-1-1-1",
                "0199c2f0",
                "0199c2f0-0000-7000-8000-00000000000g",
                "0199c2f0-0000-7000-8000-000000000000'",
                "%F0%9F%9A%80",
                "%27%20or%201=1"
            })
    void refusesAnIdThatIsNoUuid(String id) throws IOException {
        RawRequest.get(Servers.node(), EVENTS + "/" + id, token("audit-reader"))
                .answer()
                .is(400, "invalid-parameter")
                .names("id", "uuid");
    }

    @Test
    void doesNotFindAnEventThatIsNotThere() {
        Refusal.of(reader().get(EVENTS + "/" + UUID.randomUUID())).is(404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/api",
                "/api/v1",
                "/api/v1/",
                "/api/v1/nothing",
                "/api/v2/events",
                "/api/v1/events/0199c2f0-0000-7000-8000-000000000000/more",
                "/api/v1/events/../../../etc/passwd",
                "/WEB-INF/web.xml",
                "/META-INF/MANIFEST.MF",
                "/problem"
            })
    void doesNotKnowAnyOtherPath(String path) throws IOException {
        RawRequest.get(Servers.node(), path, token("audit-reader")).answer().is(404, "not-found");
    }

    /** The server refuses these before any application sees them, with a page of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/events/%zz",
                "/api/v1/events/%",
                "/api/v1/events/%00",
                "/api/v1/events/..;/..;/WEB-INF/web.xml",
                "/api/v1/events/%2e%2e%2f%2e%2e%2fWEB-INF/web.xml",
                "/api/v1/events/..%5c..%5cWEB-INF%5cweb.xml",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/..%2f..%2fetc%2fpasswd"
            })
    void findsNothingOutsideTheApplication(String path) throws IOException {
        var answer = RawRequest.get(Servers.node(), path, token("audit-reader")).answer();

        assertThat(answer.status()).as(answer.body()).isIn(400, 404);
        assertThat(answer.body()).doesNotContain("web-app", "root:", "\tat ", "io.tidemark");
    }

    /** Characters that RFC 3986 wants escaped, and that not every client escapes. */
    @ParameterizedTest
    @ValueSource(strings = {"|", "{", "}", "^", "`", "\\", "<", ">", "\""})
    void refusesAQueryWithACharacterThatMustBeEscaped(String character) throws IOException {
        RawRequest.get(Servers.node(), EVENTS + "?account=" + character, token("audit-reader"))
                .answer()
                .is(400, "malformed");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /api/v1/events, POST",
        "PATCH, /api/v1/events, POST",
        "DELETE, /api/v1/events, GET",
        "DELETE, /api/v1/events/0199c2f0-0000-7000-8000-000000000000, GET",
        "POST, /api/v1/stream, GET",
        "PUT, /api/v1/sessions, GET",
        "GET, /api/v1/sessions/abc, DELETE",
        "GET, /api/v1/accounts/x/revoke-sessions, POST",
        "BREW, /api/v1/events, POST"
    })
    void saysWhichMethodsAPathHas(String method, String path, String allowed) {
        for (var caller : List.of(nobody(), nobody().as(token("audit-reader", "audit-writer", "audit-admin")))) {
            var answer = caller.send(method, path, null, BodyPublishers.noBody());

            Refusal.of(answer).is(405, "method-not-allowed");
            assertThat(answer.header("Allow").split(", *", -1))
                    .contains(allowed)
                    .doesNotContain(method);
        }
    }

    @Test
    void answersOptionsWithTheMethods() {
        var answer = nobody().send("OPTIONS", EVENTS, null, BodyPublishers.noBody());

        assertThat(answer.status()).as(answer.body()).isBetween(200, 204);
        assertThat(answer.header("Allow")).contains("GET", "POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/octet-stream",
                "application/json-patch+json"
            })
    void refusesAnyOtherContentType(String type) {
        String id = UUID.randomUUID().toString();
        var event = json(Map.of("eventType", "wire_test", "id", id));

        Refusal.of(writer().with("Content-Type", type).send("POST", EVENTS, null, BodyPublishers.ofString(event)))
                .is(415, "unsupported-media-type");

        record(someone());
        assertThat(reader().get(EVENTS + "/" + id).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "/", ";", "application/"})
    void refusesAContentTypeThatIsNone(String type) {
        Refusal.of(writer().with("Content-Type", type).send("POST", EVENTS, null, BodyPublishers.ofString("{}")))
                .is(400, "malformed");
    }

    @Test
    void refusesABodyWithoutAContentType() {
        Refusal.of(writer().send("POST", EVENTS, null, BodyPublishers.ofString("{\"eventType\":\"wire_test\"}")))
                .is(415, "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "image/*"})
    void refusesToAnswerInAnotherFormat(String type) {
        for (String path : List.of(EVENTS, EVENTS + "/" + UUID.randomUUID(), STREAM)) {
            Refusal.of(reader().with("Accept", type).get(path)).is(406, "not-acceptable");
        }
    }

    @Test
    void refusesJsonFromTheStreamAndAStreamOfThePages() {
        Refusal.of(reader().with("Accept", "application/json").get(STREAM)).is(406, "not-acceptable");
        Refusal.of(reader().with("Accept", "text/event-stream").get(EVENTS)).is(406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "/", "a/b/c", ";;"})
    void refusesAnAcceptHeaderThatIsNone(String type) {
        var answer = reader().with("Accept", type).get(EVENTS);

        assertThat(answer.status()).as(answer.body()).isIn(400, 406);
        Refusal.of(answer).is(answer.status(), answer.status() == 400 ? "malformed" : "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 60_000})
    void refusesHeadersThatAreTooLarge(int size) throws IOException {
        RawRequest.get(Servers.node(), EVENTS, token("audit-reader"))
                .header("X-Padding", "x".repeat(size))
                .answer()
                .is(431, "too-large");
    }

    @Test
    void refusesAnAddressThatIsTooLong() {
        Refusal.of(reader().get(EVENTS + "?account=" + "a".repeat(20_000))).is(431, "too-large");
    }

    /** Most Java clients offer to go on in HTTP/2. */
    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/nothing", EVENTS})
    void answersAClientThatOffersHttp2(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(Servers.node().uri(path)).timeout(SOON);
        var client = HttpClient.newHttpClient();

        assertThat(client.send(request.GET().build(), BodyHandlers.ofString()).statusCode())
                .isIn(401, 404);
    }
}
