package io.tidemark.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Transactions a second with one business row and one event, through an EJB, while the sequencer runs at its default pace. */
final class Emit implements Benchmark {
    private static final List<Integer> THREADS = List.of(1, 8, 32);
    private static final int ROUNDS = 5;
    private static final Duration TRIAL = Duration.ofMillis(1_200);
    private static final String PAYMENTS = "select count(*) from bench.payment where account like ? || '-%'";

    private final List<Long> waiting = new ArrayList<>();
    private int runs;

    @Override
    public String name() {
        return "emit";
    }

    @Override
    public boolean sharesHost() {
        return true;
    }

    @Override
    public void run(Bench bench, Table table) throws Exception {
        var host = bench.host();
        host.warmUp("audited", "by-hand", "unaudited");
        for (int threads : THREADS) {
            bench.settle();
            waiting.clear();
            var rounds = new Rounds(ROUNDS)
                    .trial("audited", () -> trial(host, "audited", "tidemark.log", threads))
                    .trial("by hand", () -> trial(host, "by-hand", "bench.audit", threads))
                    .trial("unaudited", () -> trial(host, "unaudited", "", threads))
                    .run();
            String variant = "1 event, " + threads + (threads == 1 ? " thread" : " threads");
            table.add(new Row(
                    name(),
                    variant,
                    "tx/s",
                    rounds.measured("audited", "by hand"),
                    "JDBC insert into a table with the log's indexes",
                    Goal.ratioAtLeast(0.95)));
            table.add(new Row(name(), variant, "tx/s", rounds.measured("audited", "unaudited"), "no audit", Goal.NONE));
            double median = Measured.median(
                    waiting.stream().mapToDouble(Long::doubleValue).toArray());
            table.add(new Row(
                    name(), variant + ", left to the sequencer", "events", Measured.alone(median), "", Goal.NONE));
        }
        host.checkGaps();
    }

    private double trial(HostNode host, String work, String log, int threads) throws SQLException {
        String run = work + ++runs;
        var load = host.run(work, run, threads, TRIAL);
        if (work.equals("audited")) waiting.add(host.waiting());
        host.drained();
        long payments = host.sql().count(PAYMENTS, run);
        Wrong.unless(payments == load.transactions(), payments + " payments of " + load.transactions());
        if (!log.isEmpty()) host.check(run, log, load.transactions());
        return load.perSecond();
    }
}
