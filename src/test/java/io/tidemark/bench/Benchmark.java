package io.tidemark.bench;

/** One part of the table. */
interface Benchmark {
    /** As {@code -Dbench} has it. */
    String name();

    /**
     * Measures, and adds rows.
     *
     * @throws Wrong if an event is missing, doubled, out of order or not as it was
     */
    void run(Bench bench, Table table) throws Exception;
}
