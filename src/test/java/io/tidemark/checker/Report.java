package io.tidemark.checker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A verdict for people, in Markdown. */
record Report(Verdict verdict) {
    private static final int SHOWN = 20;
    private static final int WIDTH = 400;

    /** Beside the history. */
    Path write() throws IOException {
        var file = verdict.history().resolveSibling("report.md");
        Files.writeString(file, text());
        return file;
    }

    String text() throws IOException {
        var text = new StringBuilder("# Checker: " + verdict.violations().size() + " violations\n\n");
        var run = verdict.facts().run();
        text.append("Seed %d, %d nodes, %.0f s, lease %.0f s with a tolerance of %.0f s.%n"
                .formatted(
                        run.number("seed"),
                        run.number("nodes"),
                        verdict.facts().end(),
                        run.json().path("lease").asDouble(),
                        run.json().path("tolerance").asDouble()));
        table(text, "What was done", work());
        table(text, "What was broken", faults());
        violations(text);
        return text.toString();
    }

    private Map<String, Object> work() {
        var facts = verdict.facts();
        var work = new LinkedHashMap<String, Object>();
        work.put("events in the log", facts.pages().size());
        for (var outcome : Outcome.values()) {
            work.put(
                    "transactions " + outcome.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    facts.transactions().stream()
                            .filter(transaction -> transaction.outcome() == outcome)
                            .count());
        }
        work.put(
                "revocations",
                facts.transactions().stream()
                        .filter(transaction -> transaction.revocation() != null && transaction.isCommitted())
                        .count());
        var opened = facts.streams().stream().filter(Stream::isOpened).toList();
        work.put(
                "readers",
                facts.streams().stream().map(stream -> stream.reader).distinct().count());
        work.put("streams opened", opened.size());
        work.put("streams refused or failed", facts.streams().size() - opened.size());
        work.put("streams ended by the server", facts.counts().getOrDefault("over", 0));
        work.put("streams stalled", facts.counts().getOrDefault("stalled", 0));
        work.put(
                "events received by streams",
                opened.stream()
                        .flatMap(stream -> stream.arrivals.stream())
                        .filter(arrival -> arrival.event() != null)
                        .count());
        work.put("heartbeats and positions", facts.counts().getOrDefault("position", 0));
        work.put(
                "lines of history",
                facts.counts().values().stream().mapToInt(Integer::intValue).sum());
        return work;
    }

    private Map<String, Object> faults() {
        var faults = new LinkedHashMap<String, Object>();
        for (var fault : Fault.values()) {
            var lines = verdict.facts().faults().stream()
                    .filter(line -> line.text("fault").equals(fault.name())
                            && line.text("phase").equals("done"))
                    .count();
            boolean missing = fault == Fault.SET_CLOCK
                    && !verdict.facts().run().json().path("clocks").asBoolean();
            faults.put(fault.name(), missing ? "not available" : lines);
        }
        return faults;
    }

    private static void table(StringBuilder text, String title, Map<String, Object> rows) {
        text.append("\n## ").append(title).append("\n\n| | |\n|---|---:|\n");
        rows.forEach((name, value) -> text.append("| %s | %s |%n".formatted(name, value)));
    }

    private void violations(StringBuilder text) throws IOException {
        var kinds = verdict.violations().stream()
                .collect(Collectors.groupingBy(Violation::kind, TreeMap::new, Collectors.toList()));
        for (var kind : kinds.entrySet()) {
            text.append("\n## %s: %d%n".formatted(kind.getKey(), kind.getValue().size()));
            var shown =
                    kind.getValue().subList(0, Math.min(SHOWN, kind.getValue().size()));
            var proof = proof(shown);
            for (var violation : shown) {
                text.append("\n").append(violation.text()).append("\n\n");
                violation.lines().stream()
                        .distinct()
                        .sorted()
                        .forEach(number -> text.append("    ")
                                .append(proof.getOrDefault(number, "line " + number))
                                .append('\n'));
            }
        }
    }

    private Map<Long, String> proof(List<Violation> shown) throws IOException {
        var wanted = new HashSet<Long>();
        shown.forEach(violation -> wanted.addAll(violation.lines()));
        var proof = new TreeMap<Long, String>();
        for (var line : new ArrayList<>(Facts.lines(verdict.history(), wanted::contains))) {
            var number = Long.parseLong(line.substring(0, line.indexOf(':')));
            proof.put(number, line.length() > WIDTH ? line.substring(0, WIDTH) + "…" : line);
        }
        return proof;
    }
}
