package io.tidemark.bench;

/**
 * A line of the table.
 *
 * @param unit of figure and baseline
 * @param against what the baseline is; empty if there is none
 */
record Row(String benchmark, String variant, String unit, Measured measured, String against, Goal goal) {
    String verdict() {
        return goal.verdict(measured);
    }
}
