package io.tidemark.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The rows that were measured, in order. Thread-safe. */
final class Table {
    private static final String LINE = "%-11s %-44s %12s %12s %-10s %6s %11s  %-22s %-11s  %s%n";

    private final PrintStream out;
    private final List<Row> rows = Collections.synchronizedList(new ArrayList<>());

    Table(PrintStream out) {
        this.out = out;
    }

    /** Prints the row at once: a run takes long. */
    void add(Row row) {
        rows.add(row);
        print(row);
    }

    void print() {
        out.printf(
                LINE,
                "benchmark",
                "variant",
                "figure",
                "baseline",
                "unit",
                "ratio",
                "range",
                "goal",
                "verdict",
                "baseline is");
        List.copyOf(rows).forEach(this::print);
    }

    /** The rows as JSON, with the machine's description. */
    void write(Path file, Map<String, String> machine) throws IOException {
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("machine", machine);
        results.put("rows", List.copyOf(rows).stream().map(Table::members).toList());
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(
                file,
                JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(results));
    }

    static String number(@Nullable Double value) {
        if (value == null) return "";
        if (value == Math.rint(value) || Math.abs(value) >= 1_000) return String.format(Locale.ROOT, "%,.0f", value);
        return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.3f", value);
    }

    private void print(Row row) {
        Measured measured = row.measured();
        Double ratio = measured.ratio();
        out.printf(
                LINE,
                row.benchmark(),
                row.variant(),
                number(measured.figure()),
                number(measured.baseline()),
                row.unit(),
                ratio == null ? "" : String.format(Locale.ROOT, "%.2f", ratio),
                range(measured.ratios()),
                row.goal().text(),
                row.verdict(),
                row.against());
    }

    private static String range(List<Double> ratios) {
        if (ratios.size() < 2) return "";
        return String.format(Locale.ROOT, "%.2f–%.2f", Collections.min(ratios), Collections.max(ratios));
    }

    private static Map<String, Object> members(Row row) {
        Measured measured = row.measured();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("benchmark", row.benchmark());
        members.put("variant", row.variant());
        members.put("figure", measured.figure());
        members.put("unit", row.unit());
        Double baseline = measured.baseline();
        Double ratio = measured.ratio();
        if (baseline != null && ratio != null) {
            members.put("baseline", baseline);
            members.put("against", row.against());
            members.put("ratio", ratio);
            members.put("ratios", measured.ratios());
        }
        if (!row.goal().text().isEmpty()) members.put("goal", row.goal().text());
        members.put("verdict", row.verdict());
        return members;
    }
}
