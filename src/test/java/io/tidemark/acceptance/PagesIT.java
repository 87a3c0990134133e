package io.tidemark.acceptance;

import static io.tidemark.acceptance.Callers.EVENTS;
import static io.tidemark.acceptance.Callers.json;
import static io.tidemark.acceptance.Callers.post;
import static io.tidemark.acceptance.Callers.postJson;
import static io.tidemark.acceptance.Callers.reader;
import static io.tidemark.acceptance.Callers.record;
import static io.tidemark.acceptance.Callers.seqOf;
import static io.tidemark.acceptance.Callers.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log, page by page. */
class PagesIT {

    private final Api reader = reader();
    private final String account = someone();

    @Test
    void showsTheNewestFirst() {
        var seqs = IntStream.range(0, 3).mapToObj(i -> record(account)).toList();

        var answer = page("account=" + account);

        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(seqs(answer)).containsExactly(seqs.get(2), seqs.get(1), seqs.get(0));
        assertThat(answer.json().has("next")).isFalse();
        assertThat(answer.header("Link")).isEmpty();
    }

    @Test
    void showsFiftyUnlessAskedForMore() {
        IntStream.range(0, 51).mapToObj(i -> post(account)).toList().forEach(Callers::seqOf);

        assertThat(seqs(page("account=" + account))).hasSize(50);
        assertThat(seqs(page("account=" + account + "&limit=200"))).hasSize(51);
        assertThat(page("account=" + account + "&limit=51").json().has("next")).isFalse();
        assertThat(page("account=" + account + "&limit=50").json().has("next")).isTrue();
    }

    /** The server's own buffer is smaller: without ours, a page would go out in pieces, and say nothing of how long it is. */
    @Test
    void hasALengthThoughItIsLong() {
        var details = Map.of("details", "x".repeat(2_000));
        var event = json(Map.of("eventType", "wire_test", "accountId", account, "metadata", details));
        IntStream.range(0, 50).mapToObj(i -> postJson(event)).toList().forEach(Callers::seqOf);

        var answer = page("account=" + account);

        assertThat(answer.body()).hasSizeGreaterThan(100_000);
        assertThat(answer.header("Content-Length"))
                .isEqualTo(String.valueOf(answer.body().length()));
    }

    /** Pages that are cut by number, not by position, repeat an event for each that arrives meanwhile. */
    @Test
    void neitherSkipsNorRepeatsBackwardsWhileEventsArrive() {
        var before = IntStream.range(0, 40).mapToObj(i -> record(account)).toList();

        var read = new ArrayList<Long>();
        var answer = page("account=" + account + "&limit=7");
        for (; answer.json().has("next"); answer = follow(answer)) {
            read.addAll(seqs(answer));
            record(account);
        }
        read.addAll(seqs(answer));

        assertThat(read).isSortedAccordingTo(Comparator.reverseOrder()).doesNotHaveDuplicates();
        assertThat(read)
                .containsExactlyElementsOf(
                        before.stream().sorted(Comparator.reverseOrder()).toList());
    }

    @Test
    void neitherSkipsNorRepeatsForwardsWhileEventsArrive() {
        long start = record(someone());
        var written = CompletableFuture.supplyAsync(
                () -> IntStream.range(0, 120).mapToObj(i -> post(account)).toList());

        var read = new ArrayList<Long>();
        while (!written.isDone() || read.size() < 120) {
            long cursor = read.isEmpty() ? start : read.get(read.size() - 1);
            var answer = page("account=" + account + "&limit=7&after=" + cursor);
            for (; answer.json().has("next"); answer = follow(answer)) {
                read.addAll(seqs(answer));
            }
            read.addAll(seqs(answer));
            assertThat(read).hasSizeLessThanOrEqualTo(120);
        }

        assertThat(read).isSorted().doesNotHaveDuplicates();
        assertThat(read)
                .containsExactlyElementsOf(
                        written.join().stream().map(Callers::seqOf).sorted().toList());
    }

    /** Cursor, limit and filter, each once, whatever characters they have. */
    @ParameterizedTest
    @ValueSource(
            strings = {"a&b=c", "a+b", "a b", "100%", "%41", "{x}", "\u00FC\uD83D\uDE80", "a;b,c", "'\"<>\\", "a/b?c#d"
            })
    void linksToTheNextPageWhateverTheFilterHolds(String odd) {
        String name = odd + "-" + account;
        var seqs = IntStream.range(0, 3).mapToObj(i -> record(name)).toList();
        String query = "account=" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "&outcome=success&limit=1";

        var first = page(query);
        var second = follow(first);
        var third = follow(second);

        assertThat(List.of(seqs(first), seqs(second), seqs(third)))
                .containsExactly(List.of(seqs.get(2)), List.of(seqs.get(1)), List.of(seqs.get(0)));
        assertThat(third.json().has("next")).isFalse();
    }

    @Test
    void keepsRepeatedTypesInTheLink() {
        for (String type : List.of("wire_one", "wire_two", "wire_three")) {
            seqOf(postJson(json(Map.of("eventType", type, "accountId", account))));
        }

        var first = page("account=" + account + "&eventType=wire_one&eventType=wire_two&limit=1");
        var second = follow(first);

        assertThat(types(first)).containsExactly("wire_two");
        assertThat(types(second)).containsExactly("wire_one");
        assertThat(second.json().has("next")).isFalse();
    }

    @Test
    void findsTypesByNameByPrefixAndByAnyOfThem() {
        for (String type : List.of("wire.a", "wire.ab", "wire_x", "wireless")) {
            seqOf(postJson(json(Map.of("eventType", type, "accountId", account))));
        }

        assertThat(types(page("account=" + account + "&eventType=wire.a"))).containsExactly("wire.a");
        assertThat(types(page("account=" + account + "&eventType=wire.a*"))).containsExactly("wire.ab", "wire.a");
        // Neither the dot nor the underscore stands for any character.
        assertThat(types(page("account=" + account + "&eventType=wire.*"))).containsExactly("wire.ab", "wire.a");
        assertThat(types(page("account=" + account + "&eventType=wire_*"))).containsExactly("wire_x");
        assertThat(types(page("account=" + account + "&eventType=wireless&eventType=wire.ab")))
                .containsExactly("wireless", "wire.ab");
        assertThat(types(page("account=" + account + "&eventType=*"))).hasSize(4);
        assertThat(types(page("account=" + account + "&eventType=no.such.type")))
                .isEmpty();
    }

    /** As soon as the event has its position, whether the node has heard of it or not. */
    @Test
    void findsATypeThatIsNewByItsPrefix() {
        String prefix = "new-" + account + ".";
        List<String> stored = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            stored.add(0, prefix + i);
            seqOf(postJson(json(Map.of("eventType", prefix + i))));

            assertThat(types(page("eventType=" + prefix + "*"))).isEqualTo(stored);
        }
    }

    @Test
    void findsAnAccountAsSubjectAndAsTarget() {
        long subject = record(account);
        long target = seqOf(
                postJson(json(Map.of("eventType", "wire_test", "accountId", someone(), "targetAccountId", account))));
        record(someone());

        assertThat(seqs(page("account=" + account))).containsExactly(target, subject);
        assertThat(seqs(page("account=" + someone()))).isEmpty();
    }

    @Test
    void findsAnEventByEachFilterAndByAllOfThem() {
        String mark = UUID.randomUUID().toString();
        long seq = seqOf(postJson(json(Map.ofEntries(
                Map.entry("eventType", "wire_filter"),
                Map.entry("outcome", "failure"),
                Map.entry("accountId", account),
                Map.entry("actorId", "actor-" + mark),
                Map.entry("target", Map.of("type", "thing", "id", "target-" + mark)),
                Map.entry("service", "service-" + mark),
                Map.entry("operation", "operation-" + mark),
                Map.entry("sessionId", "session-" + mark),
                Map.entry("requestId", "request-" + mark),
                Map.entry("traceId", "trace-" + mark),
                Map.entry("ip", "ip-" + mark)))));
        var filters = List.of(
                "actor=actor-" + mark,
                "target=target-" + mark,
                "service=service-" + mark,
                "operation=operation-" + mark,
                "session=session-" + mark,
                "requestId=request-" + mark,
                "traceId=trace-" + mark,
                "ip=ip-" + mark,
                "account=" + account);

        for (String filter : filters) {
            assertThat(seqs(page(filter))).as(filter).containsExactly(seq);
            assertThat(seqs(page(filter + "-not"))).as(filter).isEmpty();
            assertThat(seqs(page(filter + "&outcome=failure"))).as(filter).containsExactly(seq);
            assertThat(seqs(page(filter + "&outcome=success"))).as(filter).isEmpty();
        }
        assertThat(seqs(page(String.join("&", filters)))).containsExactly(seq);
        assertThat(seqs(page(String.join("&", filters).replace("&ip=", "&ip=not-"))))
                .isEmpty();
    }

    @Test
    void cutsAtTheCursorItself() {
        long first = record(account);
        long second = record(account);
        long third = record(account);

        assertThat(seqs(page("account=" + account + "&before=" + second))).containsExactly(first);
        assertThat(seqs(page("account=" + account + "&after=" + second))).containsExactly(third);
        assertThat(seqs(page("account=" + account + "&after=0"))).containsExactly(first, second, third);
        assertThat(seqs(page("account=" + account + "&before=0"))).isEmpty();
        assertThat(seqs(page("account=" + account + "&after=" + Long.MAX_VALUE)))
                .isEmpty();
    }

    private Api.Answer page(String query) {
        return ok(EVENTS + "?" + query);
    }

    /** By the link, which must be the one in the body: RFC 8288. */
    private Api.Answer follow(Api.Answer answer) {
        String next = answer.json().path("next").asString();
        assertThat(answer.header("Link")).isEqualTo("<" + next + ">; rel=\"next\"");
        assertThat(next).startsWith(EVENTS + "?");
        return ok(next);
    }

    private Api.Answer ok(String path) {
        var answer = reader.get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static List<Long> seqs(Api.Answer answer) {
        return answer.json()
                .path("events")
                .valueStream()
                .map(event -> event.path("seq").asLong())
                .toList();
    }

    private static List<String> types(Api.Answer answer) {
        return answer.json()
                .path("events")
                .valueStream()
                .map(event -> event.path("eventType").asString())
                .toList();
    }
}
