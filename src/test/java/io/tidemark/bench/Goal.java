package io.tidemark.bench;

import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a figure should be.
 *
 * @param met absent if nothing is asked of it
 */
record Goal(String text, @Nullable Predicate<Measured> met) {
    static final Goal NONE = new Goal("", null);

    static Goal ratioAtLeast(double least) {
        return new Goal("ratio ≥ " + least, measured -> ratio(measured) >= least);
    }

    static Goal ratioAtMost(double most) {
        return new Goal("ratio ≤ " + most, measured -> ratio(measured) <= most);
    }

    static Goal atLeast(double least) {
        return new Goal("≥ " + Table.number(least), measured -> measured.figure() >= least);
    }

    static Goal atMost(double most) {
        return new Goal("≤ " + Table.number(most), measured -> measured.figure() <= most);
    }

    /** At most so much more than the baseline. */
    static Goal within(double more) {
        return new Goal(
                "≤ baseline + " + Table.number(more),
                measured -> measured.figure() - Objects.requireNonNull(measured.baseline()) <= more);
    }

    String verdict(Measured measured) {
        if (met == null) return "information";
        return met.test(measured) ? "met" : "NOT MET";
    }

    private static double ratio(Measured measured) {
        return Objects.requireNonNull(measured.ratio(), "a goal of a ratio needs a baseline");
    }
}
