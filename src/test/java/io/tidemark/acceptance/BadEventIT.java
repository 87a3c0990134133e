package io.tidemark.acceptance;

import static io.tidemark.acceptance.Account.id;
import static io.tidemark.acceptance.Account.isNotStored;
import static io.tidemark.acceptance.Account.post;
import static io.tidemark.acceptance.Callers.EVENTS;
import static io.tidemark.acceptance.Callers.json;
import static io.tidemark.acceptance.Callers.reader;
import static io.tidemark.acceptance.Callers.seqOf;
import static io.tidemark.acceptance.Callers.writer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Servers;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code POST /events} refuses of an event, and that nothing of it is stored. */
class BadEventIT {

    private static final String NDJSON = "application/x-ndjson";

    private final Account account = new Account();

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
        refusesToStore(account.with(member, value), field, rule);
    }

    /** Characters count, not bytes, nor halves of surrogate pairs. */
    @ParameterizedTest
    @MethodSource("texts")
    void refusesATextThatIsTooLongAndTakesTheLongest(String member, int longest) {
        refusesToStore(account.with(member, "\uD83D\uDE80".repeat(longest + 1)), member, "length");
        refusesToStore(account.with(member, "a\u0000b"), member, "nul");

        var event = account.with(member, "\uD83D\uDE80".repeat(longest));
        assertThat(post(event).status()).isEqualTo(201);
        seqOf(id(event));
        assertThat(reader().get(EVENTS + "/" + id(event)).json().path(member).asString())
                .isEqualTo("\uD83D\uDE80".repeat(longest));
    }

    @Test
    void refusesAnEventWithoutAType() {
        var event = new LinkedHashMap<String, Object>(account.event());
        event.remove("eventType");

        refusesToStore(event, "eventType", "required");
    }

    @Test
    void takesTheLargestMetadataAndTheDeepest() {
        assertThat(post(account.with("metadata", Map.of("text", metadataText(64 * 1024))))
                        .status())
                .isEqualTo(201);
        assertThat(post(account.with("metadata", nested(32))).status()).isEqualTo(201);
        assertThat(post(account.with("eventType", "a".repeat(128))).status()).isEqualTo(201);
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

    @Test
    void keepsSecretsOutOfAnswersAndLogs() {
        String secret = "secret-" + UUID.randomUUID();
        var bodies = List.of(
                json(account.with("metadata", Map.of("password", secret))),
                json(account.with("metadata", Map.of("password", secret + "\u0000"))),
                json(account.with("metadata", Map.of("password", List.of(secret), "deep", nested(40)))),
                json(account.with("errorMessage", secret.repeat(40))),
                json(account.with("outcome", secret)),
                json(account.with("id", secret)),
                json(account.with("occurredAt", secret)),
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
}
