package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.testing.Api;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Statistics are what counting by hand gives. */
class StatisticsIT {
    private static final Log LOG = new Log(Servers.node());
    private static final String STATS = "/api/v1/events/stats";
    private static final long SEED = Long.getLong("model.seed", System.nanoTime());
    private static final ModelEvents MODEL = ModelEvents.of("stats", SEED);
    private static final List<ObjectNode> POSTED = MODEL.some(300);
    private static final String MINE = "service=" + MODEL.service();

    @BeforeAll
    static void storeTheEvents() {
        LOG.store(POSTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1M", "PT7M", "PT90.000001S", "PT1H", "P30D"})
    void countsEveryBucketEmptyOnesAsWell(Duration length) {
        Instant from = MODEL.moment(2);
        Instant to = MODEL.moment(38);

        JsonNode answer = get("&from=" + from + "&to=" + to + "&bucket=" + length);

        List<String> expected = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = at.plus(length)) {
            Instant end = at.plus(length).isAfter(to) ? to : at.plus(length);
            List<ObjectNode> inside = between(at, end);
            long failures = failures(inside);
            expected.add(at + " " + inside.size() + " " + (inside.size() - failures) + " " + failures);
        }
        List<String> found = new ArrayList<>();
        answer.path("buckets")
                .forEach(bucket -> found.add(time(bucket, "time") + " " + bucket.path("total") + " "
                        + bucket.path("success") + " " + bucket.path("failure")));
        assertThat(found).as("seed " + SEED).isEqualTo(expected);
        assertThat(Duration.parse(answer.path("bucket").asString())).isEqualTo(length);
        assertThat(time(answer, "from")).isEqualTo(from);
        assertThat(time(answer, "to")).isEqualTo(to);
    }

    @Test
    void takesTheLastHourInMinutesUnlessToldOtherwise() {
        JsonNode answer = get("");

        assertThat(answer.path("buckets").size()).isEqualTo(60);
        assertThat(answer.path("bucket").asString()).isEqualTo("PT1M");
        assertThat(Duration.between(time(answer, "from"), time(answer, "to"))).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @CsvSource({
        "eventType, eventType, 100",
        "eventType, eventType, 2",
        "outcome, outcome, 10",
        "account, accountId, 3",
        "service, service, 10",
        "operation, operation, 10",
        "operation, operation, 100",
        "ip, ip, 1"
    })
    void groupsLargestFirstAndCountsTheRest(String by, String member, int limit) {
        Map<String, List<ObjectNode>> groups = new HashMap<>();
        for (ObjectNode event : POSTED) {
            String value = event.path(member).asString(member.equals("outcome") ? "success" : "");
            if (!value.isEmpty())
                groups.computeIfAbsent(value, none -> new ArrayList<>()).add(event);
        }
        List<String> expected = groups.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, List<ObjectNode>> group) ->
                                -group.getValue().size())
                        .thenComparing(group -> group.getKey().codePoints().toArray(), java.util.Arrays::compare))
                .limit(limit)
                .map(group -> group.getKey() + " " + group.getValue().size() + " " + failures(group.getValue()))
                .toList();

        JsonNode answer = get("&by=" + by + "&limit=" + limit + window());

        List<String> found = new ArrayList<>();
        long other = POSTED.size();
        for (JsonNode group : answer.path("groups")) {
            found.add(group.path("value").asString() + " " + group.path("total") + " " + group.path("failure"));
            other -= group.path("total").asLong();
        }
        assertThat(found).as("seed " + SEED).isEqualTo(expected);
        assertThat(answer.path("other").asLong()).isEqualTo(other);
        assertThat(answer.path("by").asString()).isEqualTo(by);
    }

    @Test
    void countsWhatHasNoSuchMemberAsOther() {
        String service = "stats-" + UUID.randomUUID();
        LOG.store(List.of(Log.JSON
                .createObjectNode()
                .put("id", UUID.randomUUID().toString())
                .put("eventType", "model.none")
                .put("service", service)));

        JsonNode answer =
                LOG.reader().get(STATS + "?by=account&service=" + service).json();

        assertThat(answer.path("groups").isEmpty()).isTrue();
        assertThat(answer.path("other").asLong()).isEqualTo(1);
    }

    @Test
    void sumsUpWithPercentilesByNearestRank() {
        JsonNode answer = get("&by=summary" + window());

        long failures = failures(POSTED);
        List<Long> durations = POSTED.stream()
                .filter(event -> event.has("durationMs"))
                .map(event -> event.path("durationMs").asLong())
                .sorted()
                .toList();
        assertThat(answer.path("total").asInt()).isEqualTo(POSTED.size());
        assertThat(answer.path("failures").asLong()).isEqualTo(failures);
        assertThat(answer.path("failureRate").asDouble()).isCloseTo((double) failures / POSTED.size(), within(1e-9));
        assertThat(answer.path("eventsPerSecond").asDouble()).isCloseTo(POSTED.size() / 7_200.0, within(1e-9));
        assertThat(answer.path("p50").asLong()).isEqualTo(nearestRank(durations, 50));
        assertThat(answer.path("p95").asLong()).isEqualTo(nearestRank(durations, 95));
        assertThat(answer.path("p99").asLong()).isEqualTo(nearestRank(durations, 99));
        assertThat(answer.path("accounts").asLong()).isEqualTo(distinct("accountId"));
        assertThat(answer.path("operations").asLong()).isEqualTo(distinct("operation"));
    }

    @Test
    void countsWhatOccurredAtTheBeginningAndNotAtTheEnd() {
        Instant from = MODEL.moment(2);
        Instant to = MODEL.moment(38);

        JsonNode answer = get("&by=summary&from=" + from + "&to=" + to);

        assertThat(answer.path("total").asInt())
                .as("seed " + SEED)
                .isEqualTo(between(from, to).size());
    }

    /** What stands between two durations is none of them. */
    @Test
    void takesPercentilesFromTheDurationsThereAre() {
        String service = "stats-" + UUID.randomUUID();
        List<ObjectNode> events = new ArrayList<>();
        for (int duration : List.of(80, 10, 20, 40)) {
            events.add(Log.JSON
                    .createObjectNode()
                    .put("id", UUID.randomUUID().toString())
                    .put("eventType", "model.duration")
                    .put("service", service)
                    .put("durationMs", duration));
        }
        LOG.store(events);

        JsonNode answer =
                LOG.reader().get(STATS + "?by=summary&service=" + service).json();

        assertThat(answer.path("p50").asLong()).isEqualTo(20);
        assertThat(answer.path("p95").asLong()).isEqualTo(80);
    }

    @Test
    void sumsUpNothingWithoutPercentiles() {
        JsonNode answer = LOG.reader().get(STATS + "?by=summary&service=nobody").json();

        assertThat(answer.path("total").asInt(-1)).isZero();
        assertThat(answer.path("failureRate").asDouble(-1)).isZero();
        assertThat(answer.path("eventsPerSecond").asDouble(-1)).isZero();
        assertThat(answer.has("p50") || answer.has("p95") || answer.has("p99")).isFalse();
    }

    @Test
    void filtersAsEverywhere() {
        for (int i = 0; i < 20; i++) {
            ModelFilter filter = ModelFilter.random(MODEL);
            if (filter.query().contains("from=") || filter.query().contains("to=")) continue;

            JsonNode answer = LOG.reader()
                    .get(STATS + "?by=summary&" + filter.query() + window())
                    .json();

            assertThat(answer.path("total").asLong())
                    .as("seed " + SEED + ": " + filter.query())
                    .isEqualTo(POSTED.stream().filter(filter.wanted()).count());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "by=week, by, enum",
        "by=eventtype, by, enum",
        "bucket=5m, bucket, duration",
        "bucket=PT0S, bucket, duration",
        "bucket=PT-1M, bucket, duration",
        "bucket=PT0.0000001S, bucket, duration",
        "bucket=PT7S, bucket, range",
        "bucket=P367D, bucket, range",
        "bucket=PT9000000000000000S, bucket, range",
        "bucket=PT1M&by=ip, bucket, exclusive",
        "limit=5, limit, exclusive",
        "limit=5&by=summary, limit, exclusive",
        "limit=0&by=ip, limit, range",
        "limit=101&by=ip, limit, range",
        "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z, from, range",
        "from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z, from, range",
        "from=2025-01-01T00:00:00Z&to=2026-01-02T00:00:00.000001Z, from, range",
        "from=9999-01-01T00:00:00Z, from, range",
        "from=yesterday, from, time",
        "from=2026-01-01T00:00:00, from, time",
        "to=12026-01-01T00:00:00Z, to, time",
        "last=5, last, unknown"
    })
    void refusesWhatItCannotDo(String query, String field, String rule) {
        Api.Answer answer = LOG.reader().get(STATS + "?" + query);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().path("field").asString()).isEqualTo(field);
        assertThat(answer.json().path("rule").asString()).isEqualTo(rule);
    }

    @Test
    void takesAWindowOfThreeHundredSixtySixDays() {
        Api.Answer answer = LOG.reader().get(STATS + "?from=2024-01-01T00:00:00Z&to=2025-01-01T00:00:00Z");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("buckets").size()).isEqualTo(53);
    }

    @Test
    void isForReadersOnly() {
        String token = Token.of("writer").roles("audit-writer", "audit-admin").sign();

        assertThat(Api.of(LOG.node()).as(token).get(STATS).status()).isEqualTo(403);
    }

    private static JsonNode get(String query) {
        Api.Answer answer = LOG.reader().get(STATS + "?" + MINE + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** Two hours, which hold all of the model's events. */
    private static String window() {
        Instant from = MODEL.start();
        return "&from=" + from + "&to=" + from.plus(Duration.ofHours(2));
    }

    private static List<ObjectNode> between(Instant from, Instant to) {
        return POSTED.stream()
                .filter(event -> {
                    Instant at = time(event, "occurredAt");
                    return !at.isBefore(from) && at.isBefore(to);
                })
                .toList();
    }

    private static long failures(List<ObjectNode> events) {
        return events.stream()
                .filter(event -> event.path("outcome").asString("").equals("failure"))
                .count();
    }

    private static long nearestRank(List<Long> sorted, int percent) {
        return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }

    private static long distinct(String member) {
        return POSTED.stream()
                .map(event -> event.path(member).asString(""))
                .filter(value -> !value.isEmpty())
                .distinct()
                .count();
    }

    private static Instant time(JsonNode object, String name) {
        return Instant.parse(object.path(name).asString());
    }
}
