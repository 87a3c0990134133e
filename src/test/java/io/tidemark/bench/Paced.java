package io.tidemark.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** Events at a steady pace, and how long each was under way to each reader, in milliseconds. */
record Paced(int events, int rate) {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /** Through the log, from the commit on. */
    double[] log(StreamNode node, Crowd readers) throws SQLException {
        long head = node.appender().head();
        long[] commits = new long[events];
        var arrivals = new Arrivals(readers, events);
        long start = System.nanoTime();
        for (int i = 0; i < events; i++) {
            awaitUntil(start + i * Duration.ofSeconds(1).toNanos() / rate);
            commits[i] = node.appender().commit(1);
        }
        readers.await((long) events * readers.size(), DEADLINE);
        long[] ids = node.appender().above(head);
        readers.check(ids);
        Map<Long, Long> instants = new HashMap<>();
        for (int i = 0; i < events; i++) instants.put(ids[i], commits[i]);
        return arrivals.millisSince(instants);
    }

    /** Without a log, from the instant the other application began to write it. */
    double[] bare(StreamNode node, Crowd readers, String event) {
        var arrivals = new Arrivals(readers, events);
        String answer = node.send("sinks?events=" + events + "&rate=" + rate, event);
        long[] ids =
                Arrays.stream(answer.split(",", -1)).mapToLong(Long::parseLong).toArray();
        readers.await((long) events * readers.size(), DEADLINE);
        readers.check(ids);
        Map<Long, Long> instants = new HashMap<>();
        LongStream.of(ids).forEach(id -> instants.put(id, id));
        return arrivals.millisSince(instants);
    }

    private static void awaitUntil(long due) {
        for (long now = System.nanoTime(); now < due; now = System.nanoTime()) LockSupport.parkNanos(due - now);
    }
}
