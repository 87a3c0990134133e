package io.tidemark.bench;

import io.tidemark.testing.Await;
import io.tidemark.testing.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** How fast a backlog gets its positions, and how that changes while the log grows. */
final class Sequence implements Benchmark {
    private static final int BACKLOG = 500_000;
    private static final int SMALL = 10_000;
    private static final int ROUNDS = 2;
    private static final int SMALL_ROUNDS = 3;
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    /** Of the log, before the large backlogs. */
    private static final int[] SIZES = {10_000, 100_000};

    private static final String HEAD = "select next_seq - 1 from tidemark.sequencer";
    private static final String STAGE = "call bench.stage(?, ?)";
    private static final String COMMIT = "call bench.commit()";
    private static final String INSERT = "call bench.insert_sequenced()";
    private static final String BEGIN = "select min(recorded_at) from tidemark.log where seq > ?";
    private static final String WRONG = """
            select count(*) from (select seq, request_id, lag(seq) over (order by seq) as before,
                lag(request_id) over (order by seq) as request_before from tidemark.log where seq > ?) added
            where seq <> before + 1 or request_id <= request_before
            """;
    private static final String ADDED = "select count(distinct id) from tidemark.log where seq > ?";

    @Override
    public String name() {
        return "sequence";
    }

    @Override
    public void run(Bench bench, Table table) throws Exception {
        var host = HostNode.start(bench);
        var plot = new Plot(
                "Positions given to a backlog of " + Table.number((double) SMALL), "events in the log", "events/s");
        for (int size : SIZES) {
            grow(host, size);
            small(host, plot, table);
        }
        bench.settle();
        backlog(host, table);
        // The backlogs have made the log ten times as large.
        small(host, plot, table);
        plot.write(Bench.TARGET.resolve("sequence.svg"));
    }

    private void small(HostNode host, Plot plot, Table table) throws Exception {
        String size = Table.number((double) host.sql().count(HEAD));
        var measured = rounds(host, SMALL, SMALL_ROUNDS).measured("sequenced", "inserted");
        double inserted = measured.baseline() == null ? 0 : measured.baseline();
        plot.point("sequenced", size, measured.figure()).point("insert … select", size, inserted);
        String variant = Table.number((double) SMALL) + " events, log of " + size;
        table.add(new Row(name(), variant, "events/s", measured, "insert … select", Goal.NONE));
    }

    private void backlog(HostNode host, Table table) throws Exception {
        var rounds = rounds(host, BACKLOG, ROUNDS);
        String variant = "backlog of " + Table.number((double) BACKLOG);
        String against = "insert … select of the same rows into such a table";
        table.add(new Row(
                name(),
                variant,
                "events/s",
                rounds.measured("sequenced", "inserted"),
                against,
                Goal.ratioAtLeast(0.6)));
        table.add(new Row(name(), variant, "events/s", rounds.measured("sequenced"), "", Goal.atLeast(20_000)));
    }

    private static Rounds rounds(HostNode host, int events, int rounds) throws Exception {
        return Rounds.cold(rounds)
                .trial("sequenced", () -> {
                    host.sql().run(STAGE, host.sql().count(HEAD), events);
                    return sequenced(host, events);
                })
                .trial("inserted", () -> inserted(host, events))
                .run();
    }

    /** Both tables, until they have so many. */
    private static void grow(HostNode host, int size) throws SQLException {
        int missing = (int) (size - host.sql().count(HEAD));
        if (missing <= 0) return;
        host.sql().run(STAGE, host.sql().count(HEAD), missing);
        sequenced(host, missing);
        inserted(host, missing);
    }

    private static double sequenced(HostNode host, int events) throws SQLException {
        Sql sql = host.sql();
        long head = sql.count(HEAD);
        host.node().pause();
        sql.run(COMMIT);
        host.node().resume();
        Await.until(events + " positions", DEADLINE, () -> sql.count(HEAD), now -> now >= head + events);
        Instant end = Instant.now();
        // The first step's own time: the sequencer, which nobody woke, came by within its poll.
        Instant start = sql.one(OffsetDateTime.class, BEGIN, head).toInstant();
        Wrong.unless(sql.count(HEAD) == head + events, "positions for more events than there were");
        Wrong.unless(sql.count(ADDED, head) == events, "not all events are in the log");
        Wrong.unless(sql.count(WRONG, head) == 0, "the order of the positions is not that of the events");
        return events * 1e9 / Duration.between(start, end).toNanos();
    }

    private static double inserted(HostNode host, int events) throws SQLException {
        long before = host.sql().count("select count(*) from bench.sequenced");
        long start = System.nanoTime();
        host.sql().run(INSERT);
        long nanos = System.nanoTime() - start;
        long inserted = host.sql().count("select count(*) from bench.sequenced") - before;
        Wrong.unless(inserted == events, inserted + " rows instead of " + events);
        return events * 1e9 / nanos;
    }
}
