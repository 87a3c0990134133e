package io.tidemark.checker;

import io.tidemark.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;

/** A history that is made up: one reader, unless told otherwise, and as many events as there are numbers. */
final class Story {
    private final History history;
    private final Path file;

    Story(Path directory) throws IOException {
        file = directory.resolve("history.jsonl");
        history = History.in(file);
        history.add(
                "checker",
                "run",
                line -> line.put("seed", 1)
                        .put("service", "s")
                        .put("lease", 0.05)
                        .put("tolerance", 0.05)
                        .put("after", 0));
    }

    /** The event with that number, which is its position where it is in order. */
    static Event event(long seq) {
        return new Event(seq, id(seq), "login", "failure", "s");
    }

    static UUID id(long number) {
        return new UUID(0, number);
    }

    Story begin(String transaction, long... ids) {
        history.add("writer", "begin", line -> ids(line.put("tx", transaction).putArray("ids"), ids));
        return this;
    }

    Story beginWithSavepoint(String transaction, long undone, long... ids) {
        history.add("writer", "begin", line -> {
            ids(line.put("tx", transaction).putArray("ids"), ids);
            ids(line.putArray("undone"), undone);
        });
        return this;
    }

    Story revoke(String transaction, String scope, String id, long event) {
        history.add("writer", "begin", line -> {
            ids(line.put("tx", transaction).putArray("ids"), event);
            line.putObject("revokes")
                    .put("scope", scope)
                    .put("id", id)
                    .put("event", id(event).toString());
        });
        return this;
    }

    Story end(String transaction, Outcome outcome) {
        history.add("writer", "end", line -> line.put("tx", transaction).put("outcome", outcome.name()));
        return this;
    }

    /** One after the other, each committed before the next begins. */
    Story committed(long... ids) {
        for (long id : ids) begin("t" + id, id).end("t" + id, Outcome.COMMITTED);
        return this;
    }

    Story marker(String transaction) {
        history.add("last", "marker", line -> line.put("tx", transaction));
        return this;
    }

    /** The log, as it is read at the end: events by number, in the order of their positions from 1. */
    Story log(long... ids) {
        long[] seqs = new long[ids.length];
        for (int i = 0; i < ids.length; i++) seqs[i] = i + 1L;
        return log(seqs, ids);
    }

    Story log(long[] seqs, long[] ids) {
        history.add("last", "page", line -> {
            var array = line.putArray("events");
            for (int i = 0; i < ids.length; i++) {
                new Event(seqs[i], id(ids[i]), "login", "failure", "s").addTo(array);
            }
        });
        return this;
    }

    Story token(String token) {
        history.add(
                "reader",
                "token",
                line -> line.put("token", token).put("account", "reader").put("session", "session of " + token));
        return this;
    }

    Story open(String stream, Choice choice, long after, String token) {
        history.add(
                "reader",
                "open",
                line -> line.put("stream", stream)
                        .put("reader", stream.substring(0, stream.indexOf('/')))
                        .put("node", "n1")
                        .put("filter", choice.name())
                        .put("after", after)
                        .put("token", token));
        return this;
    }

    Story opened(String stream) {
        history.add("reader", "opened", line -> line.put("stream", stream));
        return this;
    }

    Story stalled(String stream) {
        history.add("reader", "stalled", line -> line.put("stream", stream));
        return this;
    }

    Story received(String stream, Event... events) {
        history.add("reader", "events", line -> {
            var array = line.put("stream", stream).putArray("events");
            Arrays.stream(events).forEach(event -> event.addTo(array));
        });
        return this;
    }

    Story position(String stream, long seq) {
        history.add("reader", "position", line -> line.put("stream", stream).put("seq", seq));
        return this;
    }

    Story fault(Fault fault, String phase) {
        history.add(
                "nemesis",
                "fault",
                line -> line.put("fault", fault.name()).put("phase", phase).put("node", "n1"));
        return this;
    }

    /** Until that many seconds have passed. */
    Story later(double seconds) {
        double end = history.now() + seconds;
        Await.until("later", Duration.ofSeconds(5), () -> history.now() >= end);
        return this;
    }

    Verdict judged() throws IOException {
        history.close();
        return Verdict.on(file);
    }

    private static void ids(ArrayNode array, long... ids) {
        for (long id : ids) array.add(id(id).toString());
    }
}
