package io.tidemark.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code mvn -Pbench verify}: runs the benchmarks that {@code -Dbench} names, or all; prints the table and writes it to
 * {@code target/bench/results.json}. Fails if one of them fails; a goal that is missed is a row that says so.
 */
final class Benchmarks {
    private static final List<Benchmark> ALL = List.of(
            new Emit(),
            new EmitBatch(),
            new Sequence(),
            new Latency(),
            new Fanout(),
            new Isolation(),
            new Idle(),
            new Query(),
            new Catchup(),
            new Export(),
            new AuditedCall());

    private final Table table = new Table(System.out);
    private final Map<String, String> machine = new LinkedHashMap<>(Machine.describe());
    private Bench bench = new Bench();
    private boolean failed;

    private Benchmarks() {}

    public static void main(String... args) throws IOException {
        Locale.setDefault(Locale.ROOT);
        var benchmarks = new Benchmarks();
        for (var benchmark : chosen(System.getProperty("bench", "all"))) benchmarks.run(benchmark);
        benchmarks.end();
        System.exit(benchmarks.failed ? 1 : 0);
    }

    private static List<Benchmark> chosen(String names) {
        if (names.equals("all")) return ALL;
        return Arrays.stream(names.split(",")).map(Benchmarks::named).toList();
    }

    private static Benchmark named(String name) {
        return ALL.stream()
                .filter(benchmark -> benchmark.name().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("there is no benchmark '" + name + "', but: "
                        + ALL.stream().map(Benchmark::name).toList()));
    }

    private void run(Benchmark benchmark) throws IOException {
        System.out.println("--- " + benchmark.name());
        long start = System.nanoTime();
        double taken = Machine.takenByHost();
        try {
            open(benchmark);
            benchmark.run(bench, table);
        } catch (Exception | AssertionError e) {
            failed = true;
            System.out.println("--- " + benchmark.name() + " failed: " + e);
            e.printStackTrace(System.out);
            bench.close();
        }
        machine.putAll(bench.described());
        bench.closeAllButShared();
        System.out.printf(
                "--- %s took %d s, in which the machine's host took %.0f s of CPU%n",
                benchmark.name(),
                Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                Machine.takenByHost() - taken);
    }

    /** What the benchmark before has left is used again: a host, or a log that is large enough. All else begins anew. */
    private void open(Benchmark benchmark) throws Exception {
        long events = benchmark.log();
        if ((events > 0 && bench.log() >= events) || (benchmark.sharesHost() && bench.hasHost())) {
            bench.settle();
            return;
        }
        bench.close();
        bench = new Bench();
        if (events > 0) bench.fill(events);
    }

    private void end() throws IOException {
        bench.close();
        System.out.println();
        machine.forEach((name, value) -> System.out.println(name + ": " + value));
        System.out.println();
        table.print();
        table.write(Bench.TARGET.resolve("results.json"), machine);
    }
}
