package io.tidemark.checker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** A history, sorted by what it is about. */
final class Facts {
    private final Map<String, Transaction> transactions = new LinkedHashMap<>();
    private final Map<String, Stream> streams = new LinkedHashMap<>();
    private final Map<String, Access> accesses = new LinkedHashMap<>();
    private final List<Line> faults = new ArrayList<>();
    private final List<Stream.Arrival> pages = new ArrayList<>();
    private final TreeMap<Long, Long> known = new TreeMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private String marker = "";
    private Line run = Line.parse(0, "{}");
    private double end;

    static Facts of(Path history) throws IOException {
        var facts = new Facts();
        long number = 0;
        try (var lines = Files.newBufferedReader(history)) {
            for (var text = lines.readLine(); text != null; text = lines.readLine()) {
                facts.add(Line.parse(++number, text));
            }
        }
        return facts;
    }

    /** Those lines, as they are. */
    static List<String> lines(Path history, LongPredicate wanted) throws IOException {
        var found = new ArrayList<String>();
        long number = 0;
        try (var lines = Files.newBufferedReader(history)) {
            for (var text = lines.readLine(); text != null; text = lines.readLine()) {
                if (wanted.test(++number)) found.add(number + ": " + text);
            }
        }
        return found;
    }

    Line run() {
        return run;
    }

    Collection<Transaction> transactions() {
        return transactions.values();
    }

    Collection<Stream> streams() {
        return streams.values();
    }

    Access access(Stream stream) {
        return Objects.requireNonNull(accesses.get(stream.token), stream.token);
    }

    List<Line> faults() {
        return faults;
    }

    /** What the last reading of the log, page by page, found. */
    List<Stream.Arrival> pages() {
        return pages;
    }

    /** The transaction that was made when all others were over. */
    String marker() {
        return marker;
    }

    /** How many lines of each kind there are. */
    Map<String, Integer> counts() {
        return counts;
    }

    double end() {
        return end;
    }

    /** The line from which on it was known that the log reaches that position; the largest number if it never was. */
    long knownFrom(long seq) {
        var from = known.ceilingEntry(seq);
        return from == null ? Long.MAX_VALUE : from.getValue();
    }

    private void add(Line line) {
        end = line.at();
        counts.merge(line.what(), 1, Integer::sum);
        switch (line.what()) {
            case "run" -> run = line;
            case "begin" -> transactions.put(line.text("tx"), Transaction.begun(line));
            case "end" -> end(line);
            case "marker" -> marker = line.text("tx");
            case "token" ->
                accesses.put(
                        line.text("token"),
                        new Access(line.number(), line.text("token"), line.text("account"), line.text("session")));
            case "open" -> streams.put(line.text("stream"), new Stream(line));
            case "opened" -> {
                stream(line).opened = line.number();
                stream(line).openedAt = line.at();
            }
            case "stalled" -> stream(line).stalled = true;
            case "events" -> {
                for (var event : line.events()) arrive(stream(line).arrivals, line, event.seq(), event);
            }
            case "position" -> arrive(stream(line).arrivals, line, line.number("seq"), null);
            case "page" -> {
                for (var event : line.events()) arrive(pages, line, event.seq(), event);
            }
            case "fault" -> faults.add(line);
            default -> {} // For whoever reads the history.
        }
    }

    private void end(Line line) {
        transactions.computeIfPresent(line.text("tx"), (name, begun) -> begun.ended(line));
        if (line.has("seq")) know(line.number("seq"), line);
    }

    private void arrive(List<Stream.Arrival> arrivals, Line line, long seq, @Nullable Event event) {
        arrivals.add(new Stream.Arrival(line.number(), line.at(), seq, event));
        know(seq, line);
    }

    private void know(long seq, Line line) {
        if (known.isEmpty() || known.lastKey() < seq) known.put(seq, line.number());
    }

    private Stream stream(Line line) {
        return Objects.requireNonNull(streams.get(line.text("stream")), line.text("stream"));
    }
}
