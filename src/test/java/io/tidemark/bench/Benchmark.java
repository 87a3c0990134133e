package io.tidemark.bench;

/** One part of the table. */
interface Benchmark {
    /** As {@code -Dbench} has it. */
    String name();

    /** How many events the log is filled with before, at least: it is the log of the benchmark before, if that has as many. */
    default long log() {
        return 0;
    }

    /** Whether it runs on {@link Bench#host}, which is that of the benchmark before, if that does as well. */
    default boolean sharesHost() {
        return false;
    }

    /**
     * Measures, and adds rows.
     *
     * @throws Wrong if an event is missing, doubled, out of order or not as it was
     */
    void run(Bench bench, Table table) throws Exception;
}
