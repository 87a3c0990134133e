package io.tidemark.bench;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/** A burst to all readers: deliveries a second, from the commit until the last reader has the last event. */
final class Fanout implements Benchmark {
    private static final int DELIVERIES = 300_000;
    private static final int WARM_UP = 100_000;
    private static final List<Integer> READERS = List.of(100, 1_000, 5_000);
    private static final int JUDGED = 1_000;
    private static final int ROUNDS = 2;
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "fanout";
    }

    @Override
    public void run(Bench bench, Table table) throws Exception {
        var node = StreamNode.start(bench, "fanout", UnaryOperator.identity());
        var plot = new Plot("Fan-out of a burst", "readers", "deliveries a second");
        node.appender().commit(1);
        String event = node.sample();
        bursts(node, event, READERS.get(0), WARM_UP, 1);
        for (int readers : READERS) {
            Measured measured = bursts(node, event, readers, DELIVERIES, ROUNDS);
            plot.point("log", "" + readers, measured.figure())
                    .point("SseBroadcaster", "" + readers, Objects.requireNonNull(measured.baseline()));
            table.add(new Row(
                    name(),
                    readers + " readers",
                    "events/s",
                    measured,
                    "SseBroadcaster",
                    readers == JUDGED ? Goal.ratioAtLeast(6) : Goal.NONE));
        }
        plot.write(Bench.TARGET.resolve("fanout.svg"));
    }

    private static Measured bursts(StreamNode node, String event, int readers, int deliveries, int rounds)
            throws Exception {
        int events = deliveries / readers;
        try (var ours = node.readers(readers);
                var bare = node.bare("broadcast", readers)) {
            return Rounds.cold(rounds)
                    .trial("log", () -> burst(node, ours, events))
                    .trial("bare", () -> burst(node, bare, events, event))
                    .run()
                    .measured("log", "bare");
        }
    }

    private static double burst(StreamNode node, Crowd readers, int events) throws Exception {
        readers.reset();
        long head = node.appender().head();
        long start = node.appender().commit(events);
        long end = readers.await((long) events * readers.size(), DEADLINE);
        readers.check(node.appender().above(head));
        return events * readers.size() * 1e9 / (end - start);
    }

    private static double burst(StreamNode node, Crowd readers, int events, String event) {
        readers.reset();
        long start = System.nanoTime();
        node.send("broadcast?events=" + events, event);
        long end = readers.await((long) events * readers.size(), DEADLINE);
        readers.check(LongStream.rangeClosed(1, events).toArray());
        return events * readers.size() * 1e9 / (end - start);
    }
}
