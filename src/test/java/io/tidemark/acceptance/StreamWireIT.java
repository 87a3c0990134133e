package io.tidemark.acceptance;

import static io.tidemark.acceptance.Callers.SOON;
import static io.tidemark.acceptance.Callers.STREAM;
import static io.tidemark.acceptance.Callers.post;
import static io.tidemark.acceptance.Callers.postJson;
import static io.tidemark.acceptance.Callers.record;
import static io.tidemark.acceptance.Callers.seqOf;
import static io.tidemark.acceptance.Callers.someone;
import static io.tidemark.acceptance.Callers.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Frame;
import io.tidemark.testing.Servers;
import io.tidemark.testing.SseReader;
import io.tidemark.testing.SseRequest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream, byte by byte and frame by frame. */
class StreamWireIT {

    private static final String BEGINNING = ": connected\n\nretry: 2000\n\n";

    private final String account = someone();

    @Test
    void beginsWithTheCommentAndTheRetryAndNothingElse() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(Servers.node().uri(STREAM))
                .header("Authorization", "Bearer " + token("audit-reader"))
                .header("Accept", "text/event-stream")
                .timeout(SOON)
                .build();

        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());

        assertThat(answer.statusCode()).isEqualTo(200);
        try (var body = answer.body()) {
            assertThat(new String(body.readNBytes(BEGINNING.length()), StandardCharsets.UTF_8))
                    .isEqualTo(BEGINNING);
            // Nothing but an event or a heartbeat may follow: no third empty line.
            assertThat((char) body.read()).isIn('i', ':');
        }
    }

    @Test
    void saysThatNobodyMayKeepOrHoldBackTheStream() {
        try (var reader = open("")) {
            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.header("Content-Type")).matches("text/event-stream(;\\s*charset=(?i)utf-8)?");
            assertThat(reader.header("Cache-Control")).isEqualTo("no-store");
            assertThat(reader.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(reader.header("Content-Length")).isEmpty();
        }
    }

    @Test
    void startsAtTheHeadWithoutACursor() {
        long before = record(account);

        try (var reader = open("?account=" + account)) {
            long after = record(account);

            assertThat(awaitSeqs(reader, 1)).containsExactly(after).doesNotContain(before);
        }
    }

    @Test
    void startsAfterTheGivenPosition() {
        long first = record(account);
        long second = record(account);
        long third = record(account);

        try (var reader = open("?account=" + account + "&after=" + first)) {
            assertThat(awaitSeqs(reader, 2)).containsExactly(second, third);
            assertThat(reader.events()).allSatisfy(frame -> {
                assertThat(frame.event()).isEqualTo("audit");
                assertThat(frame.json().path("seq").asLong()).isEqualTo(frame.seq());
                assertThat(frame.json().path("accountId").asString()).isEqualTo(account);
            });
        }
    }

    @Test
    void startsWithTheNewestAndGoesOnWithoutGapOrOverlap() {
        var old = IntStream.range(0, 5).mapToObj(i -> record(account)).toList();

        try (var reader = open("?account=" + account + "&last=3")) {
            long next = record(account);

            assertThat(awaitSeqs(reader, 4)).containsExactly(old.get(2), old.get(3), old.get(4), next);
        }
    }

    @Test
    void startsWithAllOfThemWhenThereAreFewerThanAsked() {
        long first = record(account);
        long second = record(account);

        try (var reader = open("?account=" + account + "&last=1000")) {
            assertThat(awaitSeqs(reader, 2)).containsExactly(first, second);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=0", "last=1000"})
    void followsTheLastEventIdAndNothingElseWhenItIsThere(String other) {
        record(account);
        long second = record(account);
        long third = record(account);

        try (var reader = SseRequest.to(Servers.node(), STREAM + "?account=" + account + "&" + other)
                .as(token("audit-reader"))
                .lastEventId(second)
                .open()) {
            assertThat(awaitSeqs(reader, 1)).containsExactly(third);
        }
    }

    /** Browsers send an empty one after an empty {@code id} line: HTML Standard, 9.2.6. */
    @Test
    void takesAnEmptyLastEventIdForNone() {
        long first = record(account);

        try (var reader = SseRequest.to(Servers.node(), STREAM + "?account=" + account + "&after=" + (first - 1))
                .as(token("audit-reader"))
                .header("Last-Event-ID", "")
                .open()) {
            assertThat(awaitSeqs(reader, 1)).containsExactly(first);
        }
    }

    @Test
    void movesTheCursorOfAReaderWhoseFilterLetsNothingThrough() {
        String nobody = someone();
        try (var reader = open("?account=" + nobody)) {
            long passed = record(account);

            var heartbeat = reader.awaitFrame(frame -> isHeartbeat(frame) && frame.seq() >= passed, SOON);

            assertThat(heartbeat.data()).isNull();
            assertThat(heartbeat.event()).isNull();
            assertThat(reader.events()).isEmpty();
            assertThat(Long.parseLong(reader.lastEventId())).isGreaterThanOrEqualTo(passed);
        }
    }

    @Test
    void neverPassesOverAnEventWithAHeartbeat() {
        try (var reader = open("?account=" + account)) {
            long first = record(account);
            reader.awaitEvents(1, SOON);
            reader.awaitFrame(frame -> isHeartbeat(frame) && frame.seq() >= first, SOON);
            long second = record(account);
            reader.awaitEvents(2, SOON);
            reader.awaitFrame(frame -> isHeartbeat(frame) && frame.seq() >= second, SOON);

            assertThat(reader.frames().stream()
                            .filter(frame -> frame.id() != null)
                            .map(Frame::seq)
                            .toList())
                    .isSorted();
            assertThat(reader.seqs()).containsExactly(first, second);
        }
    }

    @Test
    void resumesFromAHeartbeat() {
        record(account);
        String cursor;
        try (var reader = open("?account=" + account)) {
            cursor = reader.awaitFrame(StreamWireIT::isHeartbeat, SOON).id();
        }
        long missed = record(account);

        try (var reader = SseRequest.to(Servers.node(), STREAM + "?account=" + account)
                .as(token("audit-reader"))
                .header("Last-Event-ID", String.valueOf(cursor))
                .open()) {
            assertThat(awaitSeqs(reader, 1)).containsExactly(missed);
        }
    }

    static List<String> texts() {
        return List.of(
                "two\nlines",
                "a carriage\rreturn",
                "both\r\nof them",
                "\n\nid: 99999999\nevent: revoked\ndata: {}\n\n",
                "\u2028 and \u2029 end lines in scripts, \u0085 does elsewhere",
                "emoji \uD83D\uDE80\uD83D\uDC69\u200D\uD83D\uDCBB, accents \u00E9\u0301, right to left \u202E\u05D0",
                "a byte order mark \uFEFF and \u0001\u001F\u007F controls",
                "quotes \" and \\ and \\u0041 and </script> and ' or 1=1; --",
                "\u0085\t  spaces at both ends  ");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void bringsEveryCharacterToTheReader(String text) {
        try (var reader = open("?account=" + account)) {
            postJson(Callers.json(Map.of(
                    "eventType",
                    "wire_test",
                    "accountId",
                    account,
                    "errorMessage",
                    text,
                    "actor",
                    Map.of("displayName", text),
                    "metadata",
                    Map.of("text", text, text, List.of(text)))));

            var frame = reader.awaitEvents(1, SOON).get(0);

            assertThat(frame.data()).doesNotContain("\n"); // one data line
            assertThat(frame.json().path("errorMessage").asString()).isEqualTo(text);
            assertThat(frame.json().path("actor").path("displayName").asString())
                    .isEqualTo(text);
            assertThat(frame.json().path("metadata").path("text").asString()).isEqualTo(text);
            assertThat(frame.json().path("metadata").path(text).path(0).asString())
                    .isEqualTo(text);
            assertThat(reader.frames()).noneMatch(f -> f.is("revoked"));
        }
    }

    @Test
    void bringsTheLargestMetadataToTheReader() {
        String text = "\u00E9".repeat((64 * 1024 - "{\"text\":\"\"}".length()) / 2);
        try (var reader = open("?account=" + account)) {
            postJson(Callers.json(
                    Map.of("eventType", "wire_test", "accountId", account, "metadata", Map.of("text", text))));
            long small = seqOf(post(account));

            var events = reader.awaitEvents(2, SOON);

            assertThat(events.get(0).json().path("metadata").path("text").asString())
                    .isEqualTo(text);
            assertThat(events.get(1).seq()).isEqualTo(small);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "after=1&last=1, last, exclusive",
        "last=-1, last, range",
        "last=1001, last, range",
        "last=ten, last, range",
        "last=1&last=2, last, repeated",
        "after=-1, after, number",
        "after=abc, after, number",
        "after=1.5, after, number",
        "after=99999999999999999999, after, number",
        "after=, after, number",
        "after=1&after=2, after, repeated",
        "outcome=maybe, outcome, enum",
        "eventType=1st, eventType, pattern",
        "account=, account, empty",
        "limit=5, limit, unknown",
        "lastEventId=5, lastEventId, unknown",
        "access_token=x, access_token, unknown"
    })
    void refusesAMalformedQuestion(String query, String field, String rule) {
        try (var reader = open("?" + query)) {
            Refusal.of(reader)
                    .is(400, rule.equals("unknown") ? "unknown-parameter" : "invalid-parameter")
                    .names(field, rule);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "1 2", "0x10", "99999999999999999999"})
    void refusesALastEventIdThatIsNoPosition(String id) {
        try (var reader = SseRequest.to(Servers.node(), STREAM)
                .as(token("audit-reader"))
                .header("Last-Event-ID", id)
                .open()) {
            Refusal.of(reader).is(400, "invalid-parameter").names("Last-Event-ID", "number");
        }
    }

    @Test
    void refusesACursorThatIsAheadOfTheLog() {
        long ahead = record(account) + 1_000_000;

        try (var byHeader = SseRequest.to(Servers.node(), STREAM)
                        .as(token("audit-reader"))
                        .lastEventId(ahead)
                        .open();
                var byParameter = open("?after=" + ahead)) {
            assertThat(Refusal.of(byHeader)
                            .is(409, "cursor-ahead")
                            .json()
                            .path("head")
                            .asLong())
                    .isLessThan(ahead);
            Refusal.of(byParameter).is(409, "cursor-ahead");
        }
    }

    /** The head itself is a cursor, not ahead of it. */
    @Test
    void takesTheNewestPositionForACursor() {
        long newest = record(account);

        try (var reader = open("?account=" + account + "&after=" + newest)) {
            assertThat(reader.status()).as(reader.text()).isEqualTo(200);
        }
    }

    private static SseReader open(String query) {
        return SseReader.open(Servers.node(), STREAM + query, token("audit-reader"));
    }

    private static List<Long> awaitSeqs(SseReader reader, int count) {
        assertThat(reader.status()).as(reader.text()).isEqualTo(200);
        reader.awaitEvents(count, SOON);
        return reader.seqs();
    }

    private static boolean isHeartbeat(Frame frame) {
        return "keepalive".equals(frame.comment()) && frame.id() != null;
    }
}
