package io.tidemark.bench;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure and what it is compared with.
 *
 * @param ratios of figure to baseline, one a round
 */
record Measured(double figure, @Nullable Double baseline, List<Double> ratios) {
    Measured {
        ratios = List.copyOf(ratios);
    }

    /** Of a single measurement. */
    static Measured of(double figure, double baseline) {
        return new Measured(figure, baseline, List.of(figure / baseline));
    }

    /** With nothing to compare it with. */
    static Measured alone(double figure) {
        return new Measured(figure, null, List.of());
    }

    /** The median of the rounds' ratios: what else the machine did in one round does not decide. */
    @Nullable Double ratio() {
        return ratios.isEmpty()
                ? null
                : median(ratios.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static double median(double... values) {
        return percentile(50, values);
    }

    /** The smallest value that so many per cent of the values do not exceed; of 50 between two, their mean. */
    static double percentile(double percent, double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        if (percent == 50 && sorted.length % 2 == 0) {
            return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }
}
