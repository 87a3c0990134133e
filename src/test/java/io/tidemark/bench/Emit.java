package io.tidemark.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Transactions a second with one business row and one event, through an EJB, while the sequencer runs at its default pace. */
final class Emit implements Benchmark {
    private static final List<Integer> THREADS = List.of(1, 8, 32);
    private static final int ROUNDS = 9;
    private static final Duration TRIAL = Duration.ofMillis(1_200);

    /** What is there of the events of a run, whose accounts begin with its name. */
    private static final String EVENTS = """
            select count(*) as events, count(distinct id) as ids, count(distinct request_id) as facts,
              count(*) filter (where number <= before) as disordered
            from (select id, request_id, (metadata ->> 'number')::bigint as number,
                lag((metadata ->> 'number')::bigint, 1, 0::bigint) over (partition by account_id order by seq) as before
              from %s where account_id like ? || '-%%') of_run
            """;

    private static final String PAYMENTS = "select count(*) from bench.payment where account like ? || '-%'";
    private static final String GAPS = "select max(seq) - min(seq) + 1 - count(*) from tidemark.log";

    private int runs;

    @Override
    public String name() {
        return "emit";
    }

    @Override
    public void run(Bench bench, Table table) throws Exception {
        var host = HostNode.start(bench);
        for (int threads : THREADS) {
            bench.settle();
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
        }
        Wrong.unless(host.sql().count(GAPS) == 0, "the log has gaps");
    }

    private double trial(HostNode host, String work, String log, int threads) throws SQLException {
        String run = work + ++runs;
        var load = host.run(work, run, threads, TRIAL);
        host.drained();
        check(host, run, log, load.transactions());
        return load.perSecond();
    }

    private static void check(HostNode host, String run, String log, long transactions) throws SQLException {
        long payments = host.sql().count(PAYMENTS, run);
        Wrong.unless(payments == transactions, payments + " payments of " + transactions);
        if (log.isEmpty()) return;
        var row = host.sql().rows(EVENTS.formatted(log), run).get(0);
        String right =
                "{events=" + transactions + ", ids=" + transactions + ", facts=" + transactions + ", disordered=0}";
        Wrong.unless(row.toString().equals(right), row + " instead of " + right);
    }
}
