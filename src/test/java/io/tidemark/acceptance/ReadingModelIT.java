package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Frame;
import io.tidemark.testing.Servers;
import io.tidemark.testing.SseReader;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Random events under every condition, and under random filters: every way of reading gives what a naive filter in memory gives. */
class ReadingModelIT {
    private static final long SEED = Long.getLong("model.seed", System.nanoTime());
    private static final int EVENTS = 300;
    private static final int FILTERS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Log LOG = new Log(Servers.node());
    private static final ModelEvents MODEL = ModelEvents.of("model", SEED);
    private static final List<ObjectNode> POSTED = MODEL.some(EVENTS);
    private static final List<ObjectNode> CAPTURED = MODEL.captured(EVENTS);
    private static final List<ModelFilter> CHOSEN = new ArrayList<>();
    private static long before;
    private static long last;

    @BeforeAll
    static void storeTheEvents() throws SQLException {
        before = LOG.head();
        LOG.store(POSTED);
        last = LOG.storeCaptured(CAPTURED);
        CHOSEN.addAll(ModelFilter.each(MODEL));
        for (int i = 0; i < FILTERS; i++) CHOSEN.add(ModelFilter.random(MODEL));
    }

    @Test
    void theModelFindsSomeAndMissesSome() {
        assertThat(CHOSEN)
                .as("seed " + SEED)
                .anyMatch(filter -> expected(filter).size() > 20);
        assertThat(CHOSEN)
                .as("seed " + SEED)
                .anyMatch(filter -> expected(filter).size() < 20);
    }

    @Test
    void pagesAreWhatTheModelSays() {
        Api reader = LOG.reader();
        for (ModelFilter filter : CHOSEN) {
            List<JsonNode> found = new ArrayList<>();
            int limit = 1 + MODEL.random().nextInt(60);
            String next = "/api/v1/events?limit=" + limit + "&" + filter.query();
            while (!next.isEmpty()) {
                JsonNode page = reader.get(next).json();
                assertThat(page.path("events").size()).isLessThanOrEqualTo(limit);
                page.path("events").forEach(found::add);
                next = page.path("next").asString("");
            }
            Collections.reverse(found);
            assertSame(found, filter);
        }
    }

    @Test
    void linesAreWhatTheModelSays() {
        Api reader = LOG.reader();
        for (ModelFilter filter : CHOSEN) {
            String text = reader.get("/api/v1/events/export?" + filter.query()).body();
            List<JsonNode> lines = Log.lines(text);
            JsonNode marker = lines.get(lines.size() - 1);
            assertThat(marker.path("complete").asBoolean()).isTrue();
            assertThat(marker.path("count").asInt()).isEqualTo(lines.size() - 1);
            assertSame(lines.subList(0, lines.size() - 1), filter);
        }
    }

    @Test
    void commaSeparatedValuesAreWhatTheModelSays() {
        Api reader = LOG.reader();
        for (ModelFilter filter : CHOSEN) {
            String text = reader.get("/api/v1/events/export?format=csv&" + filter.query())
                    .body();
            List<Map<String, String>> rows = new CsvReader(text).rows();
            List<ObjectNode> expected = expected(filter);
            assertThat(rows).as(about(filter)).hasSameSizeAs(expected);
            for (int i = 0; i < rows.size(); i++) assertSame(rows.get(i), expected.get(i), filter);
        }
    }

    @Test
    void theStreamIsWhatTheModelSays() {
        String token = Log.readerToken();
        for (ModelFilter filter : CHOSEN) {
            String path = "/api/v1/stream?after=" + before + "&" + filter.query();
            try (SseReader reader = SseReader.open(LOG.node(), path, token)) {
                reader.await(r -> !r.lastEventId().isEmpty() && Long.parseLong(r.lastEventId()) >= last, PATIENCE);
                List<JsonNode> found = reader.events().stream()
                        .map(Frame::data)
                        .map(Log.JSON::readTree)
                        .toList();
                assertSame(found, filter);
            }
        }
    }

    private static void assertSame(List<JsonNode> found, ModelFilter filter) {
        List<ObjectNode> expected = expected(filter);
        assertThat(found.stream().map(event -> event.path("id").asString()))
                .as(about(filter))
                .containsExactlyElementsOf(expected.stream()
                        .map(event -> event.path("id").asString())
                        .toList());
        for (int i = 0; i < found.size(); i++) {
            JsonNode event = found.get(i);
            assertThat(event.path("hasPayload").asBoolean(false))
                    .isEqualTo(expected.get(i).has("payload"));
            expected.get(i).properties().stream()
                    .filter(member -> !member.getKey().equals("payload"))
                    .forEach(member -> assertThat(comparable(member.getKey(), event.path(member.getKey())))
                            .as(member.getKey())
                            .isEqualTo(comparable(member.getKey(), member.getValue())));
        }
    }

    private static void assertSame(Map<String, String> row, JsonNode expected, ModelFilter filter) {
        assertThat(row.get("id"))
                .as(about(filter))
                .isEqualTo(expected.path("id").asString());
        for (String name : List.of("eventType", "service", "operation", "accountId", "errorMessage", "userAgent")) {
            assertThat(row.get(name))
                    .as(name)
                    .isEqualTo(cell(expected.path(name).asString("")));
        }
        assertThat(row.get("actor.displayName"))
                .isEqualTo(cell(expected.path("actor").path("displayName").asString("")));
        assertThat(row.get("durationMs")).isEqualTo(expected.path("durationMs").asString(""));
        assertThat(row.get("hasPayload")).isEqualTo(expected.has("payload") ? "true" : "");
        String metadata = String.valueOf(row.get("metadata"));
        assertThat(metadata.isEmpty() ? Log.JSON.missingNode() : Log.JSON.readTree(metadata))
                .isEqualTo(expected.path("metadata"));
    }

    /** What the rule says of each of the model's texts, written by hand. */
    private static String cell(String text) {
        return ModelEvents.TEXTS.subList(1, 8).contains(text) || text.equals("\u200f=1+1") ? "'" + text : text;
    }

    private static Object comparable(String name, JsonNode value) {
        return name.equals("occurredAt") ? Instant.parse(value.asString()) : value;
    }

    private static List<ObjectNode> expected(ModelFilter filter) {
        return Stream.concat(POSTED.stream(), CAPTURED.stream())
                .filter(filter.wanted())
                .toList();
    }

    private static String about(ModelFilter filter) {
        return "seed " + SEED + ": " + filter.query();
    }
}
