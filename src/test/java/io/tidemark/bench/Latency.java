package io.tidemark.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * From the commit of an event to the socket of each client.
 *
 * <p>Why is it judged at a thousand readers? What a log costs, two commits and a notification, does not grow with its
 * readers, and a sink without one has nothing to set against it.
 */
final class Latency implements Benchmark {
    private static final List<Integer> READERS = List.of(1, 100, 1_000);
    private static final int JUDGED = 1_000;
    private static final Paced PACED = new Paced(60, 20);
    private static final int ROUNDS = 5;

    /** Of what is not judged. */
    private static final int FEWER_ROUNDS = 3;

    /** Medians of the rounds. */
    private record Medians(List<Double> millis) {
        Medians() {
            this(new ArrayList<>());
        }

        /** Returns what is judged, which the slowest hundredth does not exceed. */
        double add(double... latencies) {
            millis.add(Measured.median(latencies));
            return Measured.percentile(99, latencies);
        }

        /** Without the first round. */
        Measured against(Medians others) {
            List<Double> these = millis.subList(1, millis.size());
            List<Double> those = others.millis.subList(1, others.millis.size());
            List<Double> ratios = IntStream.range(0, these.size())
                    .mapToObj(i -> these.get(i) / those.get(i))
                    .toList();
            return new Measured(median(these), median(those), ratios);
        }

        private static double median(List<Double> values) {
            return Measured.median(
                    values.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public void run(Bench bench, Table table) throws Exception {
        var node = StreamNode.start(bench, "latency", UnaryOperator.identity());
        var plot = new Plot("From commit to socket", "readers", "p99, ms");
        for (int readers : READERS) {
            node.appender().commit(1);
            String event = node.sample();
            var ours = new Medians();
            var theirs = new Medians();
            try (var log = node.readers(readers);
                    var bare = node.bare("sinks", readers)) {
                var rounds = new Rounds(readers == JUDGED ? ROUNDS : FEWER_ROUNDS)
                        .trial("log", () -> ours.add(PACED.log(node, log)))
                        .trial("bare", () -> theirs.add(PACED.bare(node, bare, event)))
                        .run();
                Measured late = rounds.measured("log", "bare");
                plot.point("log", "" + readers, late.figure())
                        .point("bare sink", "" + readers, Objects.requireNonNull(late.baseline()));
                String of = readers + (readers == 1 ? " reader" : " readers");
                String against = "bare SseEventSink, no log";
                table.add(new Row(name(), "p50, " + of, "ms", ours.against(theirs), against, Goal.NONE));
                table.add(new Row(
                        name(),
                        "p99, " + of,
                        "ms",
                        late,
                        against,
                        readers == JUDGED ? Goal.ratioAtMost(1.5) : Goal.NONE));
            }
            node.send("sinks/closed", "");
        }
        plot.write(Bench.TARGET.resolve("latency.svg"));
    }
}
