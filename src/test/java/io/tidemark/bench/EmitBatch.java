package io.tidemark.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Events a second where a transaction emits a hundred of them. */
final class EmitBatch implements Benchmark {
    private static final int BATCH = 100;
    private static final List<Integer> THREADS = List.of(1, 8);

    /** Many and short: with one thread, what the disk does meanwhile makes a trial half as fast as the next. */
    private static final int ROUNDS = 11;

    private static final Duration TRIAL = Duration.ofMillis(700);

    private int runs;

    @Override
    public String name() {
        return "emit-batch";
    }

    @Override
    public boolean sharesHost() {
        return true;
    }

    @Override
    public void run(Bench bench, Table table) throws Exception {
        var host = bench.host();
        host.warmUp("audited-batch", "by-hand-batch");
        for (int threads : THREADS) {
            bench.settle();
            var rounds = new Rounds(ROUNDS)
                    .trial("audited", () -> trial(host, "audited-batch", "tidemark.log", threads))
                    .trial("by hand", () -> trial(host, "by-hand-batch", "bench.audit", threads))
                    .run();
            String variant = BATCH + " events, " + threads + (threads == 1 ? " thread" : " threads");
            table.add(new Row(
                    name(),
                    variant,
                    "events/s",
                    rounds.measured("audited", "by hand"),
                    "JDBC batch into a table with the log's indexes",
                    Goal.ratioAtLeast(0.8)));
        }
        host.checkGaps();
    }

    private double trial(HostNode host, String work, String log, int threads) throws SQLException {
        String run = work + ++runs;
        var load = host.run(work, run, threads, TRIAL);
        host.drained();
        host.check(run, log, load.transactions() * BATCH);
        return BATCH * load.perSecond();
    }
}
