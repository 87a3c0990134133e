package io.tidemark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How something changes while something else grows tenfold, as SVG: a few lines over equally wide steps, from zero.
 *
 * <p>Example: {@code new Plot("Latency", "readers", "p99, ms").point("log", "10", 1.2).point("log", "100", 1.4).write(file)}.
 */
final class Plot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int LEFT = 80;
    private static final int RIGHT = 20;
    private static final int TOP = 50;
    private static final int BOTTOM = 60;
    private static final int LINES = 4;
    private static final List<String> COLOURS = List.of("#0b6bcb", "#c2410c", "#15803d", "#7e22ce", "#525252");

    private final String title;
    private final String across;
    private final String up;
    private final List<String> steps = new ArrayList<>();
    private final Map<String, Map<String, Double>> lines = new LinkedHashMap<>();

    /** {@code across} says what grows, {@code up} what is shown of it. */
    Plot(String title, String across, String up) {
        this.title = title;
        this.across = across;
        this.up = up;
    }

    Plot point(String line, String step, double value) {
        if (!steps.contains(step)) steps.add(step);
        lines.computeIfAbsent(line, name -> new LinkedHashMap<>()).put(step, value);
        return this;
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
        Files.writeString(file, svg());
    }

    private String svg() {
        double top = ceiling();
        StringBuilder svg = new StringBuilder();
        add(svg, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                """, WIDTH, HEIGHT);
        text(svg, WIDTH / 2.0, 20, "middle", title);
        text(svg, WIDTH / 2.0, HEIGHT - 10.0, "middle", across);
        text(svg, 8, 38, "start", up);
        for (int i = 0; i <= LINES; i++) {
            double value = top * i / LINES;
            add(svg, "<path d='M%d %.1fH%d' stroke='#ddd'/>%n", LEFT, y(value, top), WIDTH - RIGHT);
            text(svg, LEFT - 8.0, y(value, top) + 4, "end", Table.number(value));
        }
        for (String step : steps) text(svg, x(step), HEIGHT - BOTTOM + 18.0, "middle", step);
        int number = 0;
        for (var line : lines.entrySet()) line(svg, line.getKey(), line.getValue(), top, number++);
        return svg.append("</svg>\n").toString();
    }

    private void line(StringBuilder svg, String name, Map<String, Double> values, double top, int number) {
        String colour = COLOURS.get(number % COLOURS.size());
        StringBuilder path = new StringBuilder();
        for (var point : values.entrySet()) {
            double x = x(point.getKey());
            double y = y(point.getValue(), top);
            add(path, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x, y);
            add(svg, "<circle cx='%.1f' cy='%.1f' r='3' fill='%s'/>%n", x, y, colour);
        }
        add(svg, "<path d='%s' fill='none' stroke='%s' stroke-width='2'/>%n", path, colour);
        add(svg, "<g fill='%s'>", colour);
        text(svg, LEFT + 10.0 + 260 * (number % 2), HEIGHT - BOTTOM - 8.0 - 16 * (number / 2), "start", name);
        svg.append("</g>\n");
    }

    private double x(String step) {
        double width = (WIDTH - LEFT - RIGHT) / (double) steps.size();
        return LEFT + width * (steps.indexOf(step) + 0.5);
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
    }

    /** A round number that no value exceeds. */
    private double ceiling() {
        double most = lines.values().stream()
                .flatMap(values -> values.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1e-9))));
        return Math.ceil(most / power * 2) / 2 * power;
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        add(svg, "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>%n", x, y, anchor, text);
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
