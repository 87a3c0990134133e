package io.tidemark.checker;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection of a reader, as the history has it. */
final class Stream {
    final String name;
    final String reader;
    final String node;
    final Choice choice;
    final String token;
    final long after;
    final long asked;
    final List<Arrival> arrivals = new ArrayList<>();
    long opened;
    double openedAt;
    boolean stalled;

    /**
     * What arrived at once.
     *
     * @param event null if it is a position without an event
     */
    record Arrival(long line, double at, long seq, @Nullable Event event) {}

    Stream(Line line) {
        name = line.text("stream");
        reader = line.text("reader");
        node = line.text("node");
        choice = Choice.valueOf(line.text("filter"));
        token = line.text("token");
        after = line.number("after");
        asked = line.number();
    }

    boolean isOpened() {
        return opened > 0;
    }
}
