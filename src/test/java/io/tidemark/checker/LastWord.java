package io.tidemark.checker;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * When all others are done: one more event, and then the log page by page up to it. Whatever committed before is below it,
 * or is lost.
 */
final class LastWord extends Emitter {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String WRITER = Stage.token("checker-last", "audit-writer");
    private static final String READER = Stage.token("checker-last", "audit-reader");

    LastWord(Stage stage) {
        super(stage, "last", 0);
    }

    @Override
    void act() {
        throw new UnsupportedOperationException();
    }

    /** The position of the last event. */
    long say(long after) {
        var id = UUID.randomUUID();
        var transaction = begin("http", List.of(id), List.of(), null);
        Await.until("the last event", PATIENCE, () -> post(id));
        end(transaction, Outcome.COMMITTED);
        stage.history().add(name, "marker", line -> line.put("tx", transaction));
        return read(after, id);
    }

    private boolean post(UUID id) {
        var event = JsonMapper.shared()
                .createObjectNode()
                .put("id", id.toString())
                .put("eventType", "login")
                .put("outcome", "failure")
                .put("service", stage.service());
        try {
            int status = stage.any(random)
                    .api(WRITER)
                    .postJson("/api/v1/events", event.toString())
                    .status();
            return status == 200 || status == 201;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private long read(long after, UUID last) {
        long position = after;
        while (true) {
            long from = position;
            var events = Await.until("a page after " + from, PATIENCE, () -> page(from), page -> !page.isEmpty());
            stage.history().add(name, "page", line -> {
                var array = line.put("after", from).putArray("events");
                events.forEach(event -> event.addTo(array));
            });
            position = events.get(events.size() - 1).seq();
            if (events.stream().anyMatch(event -> event.id().equals(last))) return position;
        }
    }

    /** Empty if there is none, or no answer. */
    private List<Event> page(long after) {
        try {
            Api.Answer answer = stage.any(random).api(READER).get("/api/v1/events?limit=200&after=" + after);
            if (answer.status() != 200) return List.of();
            return answer.json()
                    .path("events")
                    .valueStream()
                    .map(Event::received)
                    .toList();
        } catch (UncheckedIOException e) {
            return List.of();
        }
    }
}
