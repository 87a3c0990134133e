package io.tidemark.acceptance;

import static io.tidemark.acceptance.Account.id;
import static io.tidemark.acceptance.Account.isNotStored;
import static io.tidemark.acceptance.Callers.EVENTS;
import static io.tidemark.acceptance.Callers.json;
import static io.tidemark.acceptance.Callers.record;
import static io.tidemark.acceptance.Callers.someone;
import static io.tidemark.acceptance.Callers.writer;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code POST /events} refuses of a body, and how much of it is stored. */
class BadBodyIT {

    private static final String NDJSON = "application/x-ndjson";
    private static final int LINE = 256 * 1024;

    private final Account account = new Account();

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
        var event = account.with("errorMessage", "na\u00EFve");
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
        var event = account.with("errorMessage", "~");
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
        var lines = account.events(39);
        lines.add(36, broken);

        Refusal.of(writer().post(EVENTS, NDJSON, String.join("\n", lines)))
                .is(400, "malformed")
                .has("line", 37)
                .has("stored", 0);

        record(someone());
        assertThat(account.stored()).isZero();
    }

    @Test
    void countsEmptyLinesWhenItNamesABadOne() {
        var lines = account.events(10);
        lines.add(0, "");
        lines.add(1, "  \t");
        lines.add(5, "\r");
        lines.add(6, json(Map.of("eventType", "wire_test", "accountId", account.name(), "outcome", "maybe")));

        Refusal.of(writer().post(EVENTS, NDJSON, String.join("\n", lines)))
                .is(400, "invalid-event")
                .names("outcome", "enum")
                .has("line", 7)
                .has("stored", 0);
    }

    @Test
    void keepsTheBlocksBeforeTheOneWithABrokenLine() {
        var lines = account.events(1_050);
        lines.set(1_036, "{\"eventType\":");

        Refusal.of(writer().post(EVENTS, NDJSON, String.join("\n", lines)))
                .is(400, "malformed")
                .has("line", 1_037)
                .has("stored", 1_000);

        record(someone());
        assertThat(account.stored()).isEqualTo(1_000);
    }

    @Test
    void namesTheBadElementOfAnArray() {
        var bad = account.events(5);
        bad.set(3, json(Map.of("eventType", "wire_test", "accountId", account.name(), "outcome", "maybe")));

        Refusal.of(writer().postJson(EVENTS, "[" + String.join(",", bad) + "]"))
                .is(400, "invalid-event")
                .names("outcome", "enum")
                .has("index", 3)
                .has("stored", 0);

        record(someone());
        assertThat(account.stored()).isZero();
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
        var lines = account.events(3);
        lines.add(2, lines.get(0).replace("}", " ".repeat(LINE) + "}"));

        Refusal.of(writer().post(EVENTS, NDJSON, String.join("\n", lines)))
                .is(413, "too-large")
                .has("line", 3)
                .has("stored", 0);

        record(someone());
        assertThat(account.stored()).isZero();
    }

    @Test
    void refusesAnElementAboveItsLimit() {
        var elements = account.events(3);
        elements.add(1, elements.get(0).replace("}", " ".repeat(LINE) + "}"));

        Refusal.of(writer().postJson(EVENTS, "[" + String.join(",", elements) + "]"))
                .is(413, "too-large")
                .has("index", 1)
                .has("stored", 0);

        record(someone());
        assertThat(account.stored()).isZero();
    }

    @Test
    void refusesAStringThatIsLongerThanAnyLine() {
        for (int length : List.of(LINE, 2 * LINE, 5 * LINE)) {
            var event = json(account.with("errorMessage", "x".repeat(length)));

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

    private static String bytes(String hex) {
        return Stream.of(hex.split(" ", -1))
                .map(pair -> String.valueOf((char) Integer.parseInt(pair, 16)))
                .collect(Collectors.joining());
    }
}
