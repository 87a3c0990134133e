package io.tidemark.bench;

import java.time.Duration;

/** What {@code @Audited} costs a call that does nothing, in a transaction that is rolled back. */
final class AuditedCall implements Benchmark {
    private static final int CALLS = 500;
    private static final int ROUNDS = 7;
    private static final Duration TRIAL = Duration.ofMillis(700);

    @Override
    public String name() {
        return "audited";
    }

    @Override
    public void run(Bench bench, Table table) throws Exception {
        var host = HostNode.start(bench);
        var rounds = new Rounds(ROUNDS)
                .trial("plain", () -> micros(host, "call-plain"))
                .trial("audited", () -> micros(host, "call-audited"))
                .trial("captured", () -> micros(host, "call-captured"))
                .run();
        String against = "the call without the interceptor";
        table.add(new Row(name(), "@Audited", "µs/call", rounds.measured("audited", "plain"), against, Goal.NONE));
        table.add(new Row(
                name(),
                "@Audited(capture = true)",
                "µs/call",
                rounds.measured("captured", "plain"),
                against,
                Goal.NONE));
        long stored =
                host.sql().count("select (select count(*) from tidemark.log) + (select count(*) from tidemark.inbox)");
        Wrong.unless(stored == 0, stored + " events of transactions that were rolled back");
    }

    private static double micros(HostNode host, String work) {
        return 1e6 / (CALLS * host.run(work, work, 1, TRIAL).perSecond());
    }
}
