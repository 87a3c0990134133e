package io.tidemark.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Trials that take turns, forwards in one round and backwards in the next: what else the machine does meets all of them.
 *
 * <p>Example: {@code new Rounds(7).trial("with", …).trial("without", …).run().measured("with", "without")}.
 */
final class Rounds {
    /** Returns the figure: a rate, a time. */
    interface Trial {
        double run() throws Exception;
    }

    private final int rounds;
    private final int warmUps;
    private final Map<String, Trial> trials = new LinkedHashMap<>();
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();

    /** One round more than that: the first one warms up, and does not count. */
    Rounds(int rounds) {
        this(rounds, 1);
    }

    private Rounds(int rounds, int warmUps) {
        this.rounds = rounds;
        this.warmUps = warmUps;
    }

    /** All of them count: for trials that are long, or warmed up already. */
    static Rounds cold(int rounds) {
        return new Rounds(rounds, 0);
    }

    Rounds trial(String name, Trial trial) {
        trials.put(name, trial);
        figures.put(name, new ArrayList<>());
        return this;
    }

    Rounds run() throws Exception {
        List<String> order = new ArrayList<>(trials.keySet());
        for (int round = 0; round < warmUps + rounds; round++) {
            for (String name : order) {
                double figure = Objects.requireNonNull(trials.get(name)).run();
                if (round >= warmUps) figures(name).add(figure);
            }
            Collections.reverse(order);
        }
        return this;
    }

    /** The medians of both, and the ratio of each round. */
    Measured measured(String name, String baseline) {
        List<Double> these = figures(name);
        List<Double> those = figures(baseline);
        List<Double> ratios = IntStream.range(0, these.size())
                .mapToObj(i -> these.get(i) / those.get(i))
                .toList();
        return new Measured(median(these), median(those), ratios);
    }

    Measured measured(String name) {
        return Measured.alone(median(figures(name)));
    }

    private List<Double> figures(String name) {
        return Objects.requireNonNull(figures.get(name), name);
    }

    private static double median(List<Double> values) {
        return Measured.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
