package io.tidemark.acceptance;

import static io.tidemark.acceptance.Callers.EVENTS;
import static io.tidemark.acceptance.Callers.SOON;
import static io.tidemark.acceptance.Callers.json;
import static io.tidemark.acceptance.Callers.reader;
import static io.tidemark.acceptance.Callers.record;
import static io.tidemark.acceptance.Callers.seqOf;
import static io.tidemark.acceptance.Callers.someone;
import static io.tidemark.acceptance.Callers.writer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code POST /events} refuses, and that nothing of it is stored. */
class BadEventIT {

    private static final String NDJSON = "application/x-ndjson";
    private static final String WAITING =
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%tidemark.accepted%'";
    private static final int LINE = 256 * 1024;

    private final String account = someone();

    static Stream<Arguments> members() {
        return Stream.of(
                Arguments.of("eventType", "1login", "eventType", "pattern"),
                Arguments.of("eventType", "log in", "eventType", "pattern"),
                Arguments.of("eventType", "login\n", "eventType", "pattern"),
                Arguments.of("eventType", "l\u00F6gin", "eventType", "pattern"),
                Arguments.of("eventType", "", "eventType", "pattern"),
                Arguments.of("eventType", "a".repeat(129), "eventType", "pattern"),
                Arguments.of("eventType", 7, "eventType", "type"),
                Arguments.of("eventType", List.of("login"), "eventType", "type"),
                Arguments.of("outcome", "maybe", "outcome", "enum"),
                Arguments.of("outcome", "SUCCESS", "outcome", "enum"),
                Arguments.of("outcome", true, "outcome", "type"),
                Arguments.of("errorCategory", "cosmic", "errorCategory", "enum"),
                Arguments.of("id", "not-a-uuid", "id", "uuid"),
                Arguments.of("id", "1-1-1-1-1", "id", "uuid"),
                Arguments.of("id", 5, "id", "type"),
                Arguments.of("replayedFrom", "x", "replayedFrom", "uuid"),
                Arguments.of("occurredAt", "yesterday", "occurredAt", "time"),
                Arguments.of("occurredAt", "2026-11-21T22:10:11", "occurredAt", "time"),
                Arguments.of("occurredAt", "2026-02-30T22:10:11Z", "occurredAt", "time"),
                Arguments.of("occurredAt", "+10000-01-01T00:00:00Z", "occurredAt", "range"),
                Arguments.of("occurredAt", "0000-01-01T00:00:00Z", "occurredAt", "range"),
                Arguments.of("occurredAt", Instant.now().plusSeconds(900).toString(), "occurredAt", "future"),
                Arguments.of("occurredAt", 1_700_000_000, "occurredAt", "type"),
                Arguments.of("durationMs", -1, "durationMs", "range"),
                Arguments.of("durationMs", 1.5, "durationMs", "type"),
                Arguments.of("durationMs", "12", "durationMs", "type"),
                Arguments.of("source", "app", "source", "enum"),
                Arguments.of("metadata", "text", "metadata", "type"),
                Arguments.of("metadata", List.of(), "metadata", "type"),
                Arguments.of("metadata", nested(33), "metadata", "depth"),
                Arguments.of("metadata", Map.of("secret", "a\u0000b"), "metadata", "nul"),
                Arguments.of("metadata", Map.of("a\u0000b", 1), "metadata", "nul"),
                Arguments.of("metadata", Map.of("text", metadataText(64 * 1024 + 1)), "metadata", "length"),
                Arguments.of("actor", "admin", "actor", "type"),
                Arguments.of("actor", Map.of("name", "x"), "actor.name", "unknown"),
                Arguments.of("actor", Map.of("email", "e".repeat(321)), "actor.email", "length"),
                Arguments.of("actor", Map.of("displayName", "d".repeat(256)), "actor.displayName", "length"),
                Arguments.of("actor", Map.of("type", "d".repeat(256)), "actor.type", "length"),
                Arguments.of("actor", Map.of("clientId", "d".repeat(256)), "actor.clientId", "length"),
                Arguments.of("actor", Map.of("realm", "d".repeat(256)), "actor.realm", "length"),
                Arguments.of("target", Map.of("email", "x"), "target.email", "unknown"),
                Arguments.of("target", Map.of("id", "i".repeat(256)), "target.id", "length"),
                Arguments.of("target", Map.of("name", "i".repeat(256)), "target.name", "length"),
                Arguments.of("target", Map.of("type", "i".repeat(256)), "target.type", "length"),
                Arguments.of("target", Map.of("id", "\u0000"), "target.id", "nul"),
                Arguments.of("seq", 1, "seq", "unknown"),
                Arguments.of("recordedAt", "2026-11-21T22:10:11Z", "recordedAt", "unknown"),
                Arguments.of("hasPayload", true, "hasPayload", "unknown"),
                Arguments.of("eventtype", "login", "eventtype", "unknown"),
                Arguments.of("__proto__", Map.of(), "__proto__", "unknown"));
    }

    static Stream<Arguments> texts() {
        var names = Stream.of(
                "eventVersion",
                "service",
                "operation",
                "nodeId",
                "accountId",
                "actorId",
                "targetAccountId",
                "targetActorId",
                "errorCode",
                "ip",
                "sessionId",
                "requestId",
                "traceId");
        return Stream.concat(
                names.map(name -> Arguments.of(name, 255)),
                Stream.of(Arguments.of("errorMessage", 1_024), Arguments.of("userAgent", 1_024)));
    }

    @ParameterizedTest
    @MethodSource("members")
    void refusesAMemberThatBreaksItsRule(String member, Object value, String field, String rule) {
        refusesToStore(with(member, value), field, rule);
    }

    /** Characters count, not bytes, nor halves of surrogate pairs. */
    @ParameterizedTest
    @MethodSource("texts")
    void refusesATextThatIsTooLongAndTakesTheLongest(String member, int longest) {
        refusesToStore(with(member, "\uD83D\uDE80".repeat(longest + 1)), member, "length");
        refusesToStore(with(member, "a\u0000b"), member, "nul");

        var event = with(member, "\uD83D\uDE80".repeat(longest));
        assertThat(post(event).status()).isEqualTo(201);
        seqOf(id(event));
        assertThat(reader().get(EVENTS + "/" + id(event)).json().path(member).asString())
                .isEqualTo("\uD83D\uDE80".repeat(longest));
    }

    @Test
    void refusesAnEventWithoutAType() {
        var event = new LinkedHashMap<String, Object>(event());
        event.remove("eventType");

        refusesToStore(event, "eventType", "required");
    }

    @Test
    void takesTheLargestMetadataAndTheDeepest() {
        assertThat(post(with("metadata", Map.of("text", metadataText(64 * 1024))))
                        .status())
                .isEqualTo(201);
        assertThat(post(with("metadata", nested(32))).status()).isEqualTo(201);
        assertThat(post(with("eventType", "a".repeat(128))).status()).isEqualTo(201);
    }

    static Stream<Arguments> raw() {
        return Stream.of(
                Arguments.of("\"metadata\":{\"n\":1e999999}", "metadata", "range"),
                Arguments.of("\"metadata\":{\"n\":-1E-999999}", "metadata", "range"),
                Arguments.of("\"metadata\":{\"n\":[1e400]}", "metadata", "range"),
                Arguments.of("\"durationMs\":1e999999", "durationMs", "type"),
                Arguments.of("\"durationMs\":9223372036854775808", "durationMs", "type"),
                Arguments.of("\"errorMessage\":\"\\ud800\"", "errorMessage", "unicode"),
                Arguments.of("\"errorMessage\":\"\\udc00\\ud800\"", "errorMessage", "unicode"),
                Arguments.of("\"metadata\":{\"t\":\"x\\udfff\"}", "metadata", "unicode"),
                Arguments.of("\"actor\":{\"displayName\":\"\\ud83d\"}", "actor.displayName", "unicode"));
    }

    @ParameterizedTest
    @MethodSource("raw")
    void refusesWhatNoDatabaseCouldKeep(String member, String field, String rule) {
        String id = UUID.randomUUID().toString();

        var answer = writer().postJson(EVENTS, "{\"eventType\":\"wire_test\",\"id\":\"" + id + "\"," + member + "}");

        Refusal.of(answer).is(400, "invalid-event").names(field, rule).has("stored", 0);
        isNotStored(id);
    }

    static List<String> notJson() {
        return List.of(
                "",
                " ",
                "{",
                "{\"eventType\":\"wire_test\"",
                "{\"eventType\":\"wire_test\",}",
                "{'eventType':'wire_test'}",
                "{\"eventType\":\"wire_test\"} {\"eventType\":\"wire_test\"}",
                "{\"eventType\":\"wire_test\"}]",
                "[{\"eventType\":\"wire_test\"}",
                "[{\"eventType\":\"wire_test\"}] x",
                "[{\"eventType\":\"wire_test\"},]",
                "{\"eventType\":\"wire_test\",\"eventType\":\"login\"}",
                "{\"eventType\":\"wire_test\",\"metadata\":{\"a\":1,\"a\":2}}",
                "{\"eventType\":\"wire_test\",\"metadata\":{\"n\":NaN}}",
                "{\"eventType\":\"wire_test\",\"metadata\":{\"n\":1e99999999999}}",
                "{\"eventType\":\"wire_test\",\"metadata\":{\"n\":" + "9".repeat(5_000) + "}}",
                "{\"eventType\":\"wire_test\",\"errorMessage\":\"a\tb\"}",
                "{\"eventType\":\"wire_test\",\"metadata\":" + "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)
                        + "}",
                "[".repeat(100_000),
                "{\"eventType\":\"wire_test\",\"\\ud800\":1}",
                "{\"eventType\":\"wire_test\",\"metadata\":{\"\\ud800\":1}}",
                "<event/>",
                "eventType=login");
    }

    @ParameterizedTest
    @MethodSource("notJson")
    void refusesABodyThatIsNotOneEventOrOneArray(String body) {
        Refusal.of(writer().postJson(EVENTS, body)).is(400, "malformed").has("stored", 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "true", "\"login\"", "[1]", "[[]]", "[null]"})
    void refusesJsonThatIsNoEvent(String body) {
        Refusal.of(writer().postJson(EVENTS, body))
                .is(400, "invalid-event")
                .names("", "type")
                .has("stored", 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "ISO-8859-1"})
    void refusesABodyThatIsNotUtf8(String charset) {
        var event = with("errorMessage", "na\u00EFve");
        var bytes = json(event).getBytes(Charset.forName(charset));

        for (String type : List.of("application/json", "application/json; charset=" + charset, NDJSON)) {
            var answer = writer().send("POST", EVENTS, type, BodyPublishers.ofByteArray(bytes));

            Refusal.of(answer).is(400, "malformed").has("stored", 0);
        }
        isNotStored(id(event));
    }

    @ParameterizedTest
    @ValueSource(strings = {"C0 80", "ED A0 80", "F4 90 80 80", "FF", "C3"})
    void refusesBytesThatAreNoCharacter(String hex) {
        var event = with("errorMessage", "~");
        var text = json(event).getBytes(StandardCharsets.UTF_8);
        var body = new String(text, StandardCharsets.ISO_8859_1)
                .replace("~", bytes(hex))
                .getBytes(StandardCharsets.ISO_8859_1);

        Refusal.of(writer().send("POST", EVENTS, "application/json", BodyPublishers.ofByteArray(body)))
                .is(400, "malformed")
                .has("stored", 0);
        isNotStored(id(event));
    }

    static List<String> brokenLines() {
        return List.of("{\"eventType\":", "null null", "{\"eventType\":\"wire_test\",\"eventType\":\"login\"}", "}");
    }

    @ParameterizedTest
    @MethodSource("brokenLines")
    void storesNothingOfABlockWithABrokenLine(String broken) {
        var lines = events(39);
        lines.add(36, broken);

        Refusal.of(writer().post(EVENTS, NDJSON, String.join("\n", lines)))
                .is(400, "malformed")
                .has("line", 37)
                .has("stored", 0);

        record(someone());
        assertThat(stored()).isZero();
    }

    @Test
    void countsEmptyLinesWhenItNamesABadOne() {
        var lines = events(10);
        lines.add(0, "");
        lines.add(1, "  \t");
        lines.add(5, "\r");
        lines.add(6, json(Map.of("eventType", "wire_test", "accountId", account, "outcome", "maybe")));

        Refusal.of(writer().post(EVENTS, NDJSON, String.join("\n", lines)))
                .is(400, "invalid-event")
                .names("outcome", "enum")
                .has("line", 7)
                .has("stored", 0);
    }

    @Test
    void keepsTheBlocksBeforeTheOneWithABrokenLine() {
        var lines = events(1_050);
        lines.set(1_036, "{\"eventType\":");

        Refusal.of(writer().post(EVENTS, NDJSON, String.join("\n", lines)))
                .is(400, "malformed")
                .has("line", 1_037)
                .has("stored", 1_000);

        record(someone());
        assertThat(stored()).isEqualTo(1_000);
    }

    @Test
    void namesTheBadElementOfAnArray() {
        var bad = events(5);
        bad.set(3, json(Map.of("eventType", "wire_test", "accountId", account, "outcome", "maybe")));

        Refusal.of(writer().postJson(EVENTS, "[" + String.join(",", bad) + "]"))
                .is(400, "invalid-event")
                .names("outcome", "enum")
                .has("index", 3)
                .has("stored", 0);

        record(someone());
        assertThat(stored()).isZero();
    }

    @Test
    void takesEmptyBodiesOfManyForNothingToDo() {
        for (var answer : List.of(
                writer().postJson(EVENTS, "[]"),
                writer().post(EVENTS, NDJSON, ""),
                writer().post(EVENTS, NDJSON, "\n\n"))) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().path("stored").asInt(-1)).isZero();
        }
    }

    @Test
    void refusesALineAboveItsLimit() {
        var lines = events(3);
        lines.add(2, lines.get(0).replace("}", " ".repeat(LINE) + "}"));

        Refusal.of(writer().post(EVENTS, NDJSON, String.join("\n", lines)))
                .is(413, "too-large")
                .has("line", 3)
                .has("stored", 0);

        record(someone());
        assertThat(stored()).isZero();
    }

    @Test
    void refusesAnElementAboveItsLimit() {
        var elements = events(3);
        elements.add(1, elements.get(0).replace("}", " ".repeat(LINE) + "}"));

        Refusal.of(writer().postJson(EVENTS, "[" + String.join(",", elements) + "]"))
                .is(413, "too-large")
                .has("index", 1)
                .has("stored", 0);

        record(someone());
        assertThat(stored()).isZero();
    }

    @Test
    void refusesAStringThatIsLongerThanAnyLine() {
        for (int length : List.of(LINE, 2 * LINE, 5 * LINE)) {
            var event = json(with("errorMessage", "x".repeat(length)));

            Refusal.of(writer().postJson(EVENTS, event)).is(413, "too-large").has("stored", 0);
            Refusal.of(writer().postJson(EVENTS, "[" + event + "]"))
                    .is(413, "too-large")
                    .has("index", 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", NDJSON})
    void refusesABodyAboveItsLimit(String type) {
        var body = new byte[64 * 1024 * 1024 + 1024];
        Arrays.fill(body, (byte) '\n');

        Refusal.of(writer().send("POST", EVENTS, type, BodyPublishers.ofByteArray(body)))
                .is(413, "too-large")
                .has("stored", 0);
    }

    @Test
    void storesAnIdOnceWhateverItSaysTheSecondTime() {
        var first = with("errorMessage", "first");
        var second = new LinkedHashMap<String, Object>(first);
        second.put("errorMessage", "second");

        var once = writer().postJson(EVENTS, "[" + json(first) + "," + json(second) + "]");
        var again = writer().postJson(EVENTS, json(second));

        assertThat(once.status()).isEqualTo(201);
        assertThat(once.json().path("stored").asInt()).isEqualTo(1);
        assertThat(once.json().path("known").asInt()).isEqualTo(1);
        assertThat(once.json().path("ids").size()).isEqualTo(2);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("stored").asInt()).isZero();
        assertThat(again.json().path("known").asInt()).isEqualTo(1);
        seqOf(id(first));
        assertThat(reader().get(EVENTS + "/" + id(first))
                        .json()
                        .path("errorMessage")
                        .asString())
                .isEqualTo("first");
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void takesTheSameIdInAnyCase() {
        var event = event();
        var shouted = new LinkedHashMap<String, Object>(event);
        shouted.put("id", id(event).toUpperCase(Locale.ROOT));

        assertThat(post(event).status()).isEqualTo(201);
        assertThat(post(shouted).status()).isEqualTo(200);
    }

    /**
     * Two transactions that insert the same keys in opposite order end in a deadlock, if the keys are not sorted. A third
     * that holds a key in the middle makes them meet.
     */
    @Test
    void storesEachEventOnceWhenTwoPostTheSameInOppositeOrder() throws SQLException {
        var ids = IntStream.range(0, 101).mapToObj(i -> UUID.randomUUID()).toList();
        var forwards = ids.stream().map(id -> json(with("id", id.toString()))).toList();
        var backwards = new ArrayList<>(forwards);
        Collections.reverse(backwards);

        CompletableFuture<Api.Answer> one;
        CompletableFuture<Api.Answer> other;
        try (var owner = Servers.database().asOwner();
                var watcher = Servers.database().asSuperuser()) {
            owner.setAutoCommit(false);
            new Sql(owner).run("insert into tidemark.accepted (id) values (?)", ids.get(50));
            one = CompletableFuture.supplyAsync(() -> writer().post(EVENTS, NDJSON, String.join("\n", forwards)));
            other = CompletableFuture.supplyAsync(() -> writer().post(EVENTS, NDJSON, String.join("\n", backwards)));
            Await.until("two that wait", SOON, () -> new Sql(watcher).count(WAITING) >= 2);
            owner.rollback();
        }

        assertThat(List.of(one.join().status(), other.join().status())).containsExactlyInAnyOrder(200, 201);
        assertThat(one.join().json().path("stored").asInt()
                        + other.join().json().path("stored").asInt())
                .isEqualTo(101);
        record(someone());
        assertThat(stored()).isEqualTo(101);
    }

    @Test
    void keepsSecretsOutOfAnswersAndLogs() {
        String secret = "secret-" + UUID.randomUUID();
        var bodies = List.of(
                json(with("metadata", Map.of("password", secret))),
                json(with("metadata", Map.of("password", secret + "\u0000"))),
                json(with("metadata", Map.of("password", List.of(secret), "deep", nested(40)))),
                json(with("errorMessage", secret.repeat(40))),
                json(with("outcome", secret)),
                json(with("id", secret)),
                json(with("occurredAt", secret)),
                "{\"metadata\":{\"password\":\"" + secret + "\"},\"eventType\":",
                "{\"eventType\":\"login\",\"metadata\":{\"password\":" + secret + "}}",
                secret,
                json(Map.of("eventType", "login", "outcome", "success", "metadata", Map.of("attempt", secret))));

        for (String body : bodies) {
            for (String type : List.of("application/json", NDJSON)) {
                assertThat(writer().post(EVENTS, type, body).body()).doesNotContain(secret);
            }
        }

        assertThat(Servers.node().logs()).doesNotContain(secret);
    }

    private void refusesToStore(Map<String, Object> event, String field, String rule) {
        Refusal.of(post(event)).is(400, "invalid-event").names(field, rule).has("stored", 0);
        Refusal.of(writer().post(EVENTS, NDJSON, "\n" + json(event)))
                .is(400, "invalid-event")
                .names(field, rule)
                .has("line", 2)
                .has("stored", 0);
        if (String.valueOf(event.get("id")).length() == 36) {
            isNotStored(id(event));
        }
    }

    /** Positions follow commits: once a later event has one, an earlier would have it too. */
    private static void isNotStored(String id) {
        record(someone());
        assertThat(reader().get(EVENTS + "/" + id).status()).isEqualTo(404);
    }

    /** How many events of this test's account the log holds. */
    private long stored() {
        try (var connection = Servers.database().asApp()) {
            return new Sql(connection).count("select count(*) from tidemark.log where account_id = ?", account);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> event() {
        return Map.of("id", UUID.randomUUID().toString(), "eventType", "wire_test", "accountId", account);
    }

    private Map<String, Object> with(String member, Object value) {
        var event = new LinkedHashMap<>(event());
        event.put(member, value);
        return event;
    }

    private List<String> events(int count) {
        return IntStream.range(0, count).mapToObj(i -> json(event())).collect(Collectors.toCollection(ArrayList::new));
    }

    private static Api.Answer post(Map<String, Object> event) {
        return writer().postJson(EVENTS, json(event));
    }

    private static String id(Map<String, Object> event) {
        return String.valueOf(event.get("id"));
    }

    /** A text that makes the JSON of metadata with one member {@code text} that long. */
    private static String metadataText(int bytes) {
        return "x".repeat(bytes - "{\"text\":\"\"}".length());
    }

    private static Map<String, Object> nested(int levels) {
        Map<String, Object> inner = Map.of();
        for (int i = 1; i < levels; i++) {
            inner = Map.of("a", inner);
        }
        return inner;
    }

    private static String bytes(String hex) {
        return Stream.of(hex.split(" ", -1))
                .map(pair -> String.valueOf((char) Integer.parseInt(pair, 16)))
                .collect(Collectors.joining());
    }
}
