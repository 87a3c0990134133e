package io.tidemark.bench;

import java.time.Duration;

/** Streams that nothing is sent to: what each holds, and what keeping them alive takes. */
final class Idle implements Benchmark {
    private static final int STREAMS = 15_000;
    private static final int FIRST = 1_000;
    private static final int RING = 20_000;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** Each stream has had a heartbeat by then. */
    private static final Duration ALL_LOOKED_AT = HEARTBEAT.plusSeconds(5);

    private static final Duration FEW_LOOKED_AT = Duration.ofSeconds(6);

    /** The server's own: it adds so many to its pool and takes them back, whatever there is to do. */
    private static final int COME_AND_GO = 4;

    /** Of one kind of streams: bytes of each, threads that all but the first took, share of a core. */
    private record Figures(double heap, double resident, long threads, double cpu) {}

    private interface Opening {
        Crowd open(StreamNode node, int streams) throws Exception;
    }

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public void run(Bench bench, Table table) throws Exception {
        Figures bare = measure("idle-bare", 0, (node, streams) -> node.bare("sinks", streams));
        Figures log = measure("idle", 1, StreamNode::readers);
        String of = String.format("%,d streams", STREAMS);
        String against = "bare SseEventSink held open";
        table.add(new Row(
                name(),
                "heap of one, " + of,
                "bytes",
                Measured.of(log.heap, bare.heap),
                against,
                Goal.ratioAtMost(1.1)));
        table.add(new Row(
                name(),
                "resident memory of one, " + of,
                "bytes",
                Measured.of(log.resident, bare.resident),
                against,
                Goal.NONE));
        table.add(new Row(
                name(),
                String.format("threads that %,d more took", STREAMS - FIRST),
                "threads",
                Measured.of((double) log.threads, (double) bare.threads),
                against + ": a selector for each thousand",
                Goal.within(COME_AND_GO)));
        table.add(new Row(name(), "CPU of heartbeats, " + of, "cores", Measured.alone(log.cpu), "", Goal.NONE));
    }

    private static Figures measure(String name, int keepalives, Opening opening) throws Exception {
        try (var own = new Bench()) {
            var node = StreamNode.start(
                    own, name, spec -> spec.heap("4g").variable("tidemark.stream.heartbeat", HEARTBEAT.toString()));
            // The ring is the node's, and each opening is an event that goes into it.
            node.appender().commit(RING);
            try (var few = opening.open(node, FIRST)) {
                Vitals before = Vitals.of(node);
                long threads = Vitals.fewestThreads(node, FEW_LOOKED_AT);
                try (var more = opening.open(node, STREAMS - FIRST)) {
                    few.reset();
                    more.reset();
                    double used = Vitals.cpu(node);
                    long start = System.nanoTime();
                    long threadsOfAll = Vitals.fewestThreads(node, ALL_LOOKED_AT);
                    double cpu = (Vitals.cpu(node) - used) * 1e9 / (System.nanoTime() - start);
                    few.checkIdle(keepalives);
                    more.checkIdle(keepalives);
                    Vitals after = Vitals.of(node);
                    return new Figures(
                            (after.heap() - before.heap()) / (double) more.size(),
                            (after.resident() - before.resident()) / (double) more.size(),
                            threadsOfAll - threads,
                            cpu);
                }
            }
        }
    }
}
