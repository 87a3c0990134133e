package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Token;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log of a node, for tests that write events of a service of their own and read them back. */
record Log(Node node) {
    static final JsonMapper JSON = JsonMapper.shared();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    Api reader() {
        return Api.of(node).as(readerToken());
    }

    static String readerToken() {
        return Token.of("reader-" + UUID.randomUUID()).roles("audit-reader").sign();
    }

    /** Stores the events in that order and waits until the last one is readable. Returns its position. */
    long store(List<? extends JsonNode> events) {
        Api writer = Api.of(node)
                .as(Token.of("writer-" + UUID.randomUUID())
                        .roles("audit-writer")
                        .sign());
        StringBuilder lines = new StringBuilder();
        for (JsonNode event : events) lines.append(event).append('\n');
        Api.Answer answer = writer.post("/api/v1/events", "application/x-ndjson", lines.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return awaitLast(events);
    }

    /** The same for events with a payload, as the emitter writes them: each side stands in the member {@code payload}. */
    long storeCaptured(List<? extends JsonNode> events) throws SQLException {
        try (Connection app = Servers.database().asApp()) {
            app.setAutoCommit(false);
            for (JsonNode event : events) insert(event, app);
            app.commit();
        }
        return awaitLast(events);
    }

    private static void insert(JsonNode event, Connection app) throws SQLException {
        InboxRow row = InboxRow.of(event.path("eventType").asString())
                .withId(UUID.fromString(event.path("id").asString()))
                .with("service", event.path("service").asString())
                .with("outcome", event.path("outcome").asString())
                .with(
                        "occurred_at",
                        OffsetDateTime.parse(event.path("occurredAt").asString()))
                .with("has_payload", true);
        row.insert(app);
        PayloadRow payload = PayloadRow.of(row.id());
        for (String side : List.of("request", "response")) {
            JsonNode found = event.path("payload").path(side);
            if (!found.isMissingNode()) payload = payload.side(side, found.toString());
        }
        payload.insert(app);
    }

    private long awaitLast(List<? extends JsonNode> events) {
        String last = events.get(events.size() - 1).path("id").asString();
        Api reader = reader();
        return Await.until(
                        "position of the last event",
                        PATIENCE,
                        () -> reader.get("/api/v1/events/" + last),
                        found -> found.status() == 200)
                .json()
                .path("seq")
                .asLong();
    }

    /** The newest position there is. */
    long head() {
        JsonNode events = reader().get("/api/v1/events?limit=1").json().path("events");
        return events.isEmpty() ? 0 : events.get(0).path("seq").asLong();
    }

    /** The JSON of each line. */
    static List<JsonNode> lines(String text) {
        return text.lines().map(JSON::readTree).toList();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
