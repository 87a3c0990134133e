package io.tidemark.bench;

/** One part of the table. */
interface Benchmark {
    /** As {@code -Dbench} has it. */
    String name();

    /** How many events the log is filled with before. Benchmarks in a row that want as many have the same log. */
    default long log() {
        return 0;
    }

    /**
     * Measures, and adds rows.
     *
     * @throws Wrong if an event is missing, doubled, out of order or not as it was
     */
    void run(Bench bench, Table table) throws Exception;
}
