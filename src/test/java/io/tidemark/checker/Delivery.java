package io.tidemark.checker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Each reader gets, over all its connections, each event that it asked for once, in order, and none else. */
record Delivery(Facts facts, SeenLog log, Consumer<Violation> violations) {

    void judge() {
        Map<String, List<Stream>> readers = new LinkedHashMap<>();
        for (var stream : facts.streams()) {
            readers.computeIfAbsent(stream.reader, name -> new ArrayList<>()).add(stream);
        }
        var marker = facts.transactions().stream()
                .filter(transaction -> transaction.name().equals(facts.marker()))
                .findFirst();
        var end = marker.map(transaction -> log.seq(transaction.ids().get(0))).orElse(0L);
        readers.forEach((name, streams) -> judge(name, streams, end));
    }

    private void judge(String reader, List<Stream> streams, long end) {
        long reached = streams.get(0).after;
        long line = streams.get(0).asked;
        var got = new HashMap<Long, Long>();
        for (var stream : streams) {
            for (var arrival : stream.arrivals) {
                if (arrival.event() != null && arrival.seq() <= reached) {
                    again(stream, arrival, reached, got.getOrDefault(arrival.seq(), 0L));
                } else {
                    next(stream, arrival, reached, line);
                    reached = arrival.seq() > reached ? arrival.seq() : reached;
                }
                line = arrival.line();
                if (arrival.event() != null) got.putIfAbsent(arrival.seq(), line);
            }
        }
        if (reached < end) {
            violate(Violation.Kind.LOST, reader + " never came from seq " + reached + " to " + end, line);
        }
    }

    private void again(Stream stream, Stream.Arrival arrival, long reached, long before) {
        var text = stream.reader + " got seq " + arrival.seq() + " when it was at " + reached;
        if (before > 0) violate(Violation.Kind.DUPLICATED, text, before, stream.asked, arrival.line());
        else violate(Violation.Kind.REORDERED, text, stream.asked, arrival.line());
    }

    private void next(Stream stream, Stream.Arrival arrival, long reached, long line) {
        var event = arrival.event();
        if (event != null && !stream.choice.takes(event, facts.run().text("service"))) {
            violate(Violation.Kind.INVENTED, stream.reader + " did not ask for " + event, stream.asked, arrival.line());
        }
        missing(stream, reached, event == null ? arrival.seq() : arrival.seq() - 1, line, stream.asked, arrival.line());
    }

    private void missing(Stream stream, long after, long last, long... lines) {
        for (var event : log.between(after, last)) {
            if (stream.choice.takes(event, facts.run().text("service"))) {
                violate(Violation.Kind.LOST, stream.reader + " was not sent " + event, lines);
            }
        }
    }

    private void violate(Violation.Kind kind, String text, long... lines) {
        violations.accept(new Violation(kind, text, Arrays.stream(lines).boxed().toList()));
    }
}
