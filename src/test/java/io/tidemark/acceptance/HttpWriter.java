package io.tidemark.acceptance;

import io.tidemark.acceptance.Book.Outcome;
import io.tidemark.testing.Api;
import io.tidemark.testing.Node;
import io.tidemark.testing.Token;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Posts arrays of events; a third of them with one that is refused, which takes the others with it. */
final class HttpWriter extends Writer {

    private final Api api;

    HttpWriter(long seed, String service, Book book, BooleanSupplier enough, Node node) {
        super(seed, service, book, enough);
        api = Api.of(node).as(Token.of("order-writer").roles("audit-writer").sign());
    }

    @Override
    void transaction() {
        boolean commit = !chance(33);
        var ids = new ArrayList<UUID>();
        var body = JsonMapper.shared().createArrayNode();
        for (var row : rows()) {
            ids.add(row.id());
            add(body, row);
        }
        if (!commit) add(body, row().with("event_type", "not a type"));
        long began = book.tick();
        book.add(post(body.toString(), commit), ids, began);
    }

    private Outcome post(String body, boolean commit) {
        if (!commit) {
            trySend(body, 400);
            return Outcome.ROLLED_BACK;
        }
        return trySend(body, 201) ? Outcome.COMMITTED : Outcome.UNKNOWN;
    }

    /** Whether it was answered like that; not if the server could not say. */
    private boolean trySend(String body, int status) {
        try {
            var answer = api.postJson("/api/v1/events", body);
            if (answer.status() == status) return true;
            if (answer.status() >= 500) return false;
            throw new AssertionError("status " + answer.status() + " instead of " + status + ": " + answer.body());
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static void add(ArrayNode body, InboxRow row) {
        var event = body.addObject();
        event.put("id", row.id().toString());
        event.put("eventType", String.valueOf(row.columns().get("event_type")));
        event.put("outcome", String.valueOf(row.columns().get("outcome")));
        event.put("service", String.valueOf(row.columns().get("service")));
    }
}
