package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the writers did, by their own account, to be held against the log. Thread-safe. */
final class Book {

    private final AtomicLong ticks = new AtomicLong();
    private final Queue<Done> done = new ConcurrentLinkedQueue<>();
    private final AtomicInteger committed = new AtomicInteger();

    enum Outcome {
        COMMITTED,
        ROLLED_BACK,
        /** The connection broke in the commit: all of it or nothing. */
        UNKNOWN
    }

    /**
     * A transaction that is over.
     *
     * @param ids its events in the order of emission, without those of a savepoint that was rolled back
     * @param began a tick from before its first statement
     * @param ended a tick from after its commit had returned
     */
    record Done(Outcome outcome, List<UUID> ids, long began, long ended) {}

    /** A point in time, later than all others so far. */
    long tick() {
        return ticks.incrementAndGet();
    }

    void add(Outcome outcome, List<UUID> ids, long began) {
        done.add(new Done(outcome, List.copyOf(ids), began, tick()));
        if (outcome == Outcome.COMMITTED) committed.incrementAndGet();
    }

    /** How many transactions have committed. */
    int committed() {
        return committed.get();
    }

    /** Events that are in the log for sure, or will be. */
    Set<UUID> certain() {
        var ids = new HashSet<UUID>();
        for (var transaction : done) {
            if (transaction.outcome == Outcome.COMMITTED) ids.addAll(transaction.ids);
        }
        return ids;
    }

    /** Throws {@link AssertionError} if the log does not say the same. */
    void verify(Connection connection, String service) throws SQLException {
        var seqs = seqs(connection, service);
        var transactions = List.copyOf(done);
        var known = new HashSet<UUID>();
        for (var transaction : transactions) {
            known.addAll(transaction.ids);
            var found = transaction.ids.stream().filter(seqs::containsKey).toList();
            switch (transaction.outcome) {
                case COMMITTED -> assertThat(found).as("committed events").isEqualTo(transaction.ids);
                case ROLLED_BACK -> assertThat(found).as("rolled-back events").isEmpty();
                case UNKNOWN -> assertThat(found.size()).as("all or nothing").isIn(0, transaction.ids.size());
            }
            assertThat(found.stream().map(seqs::get).toList())
                    .as("order inside a transaction")
                    .isSorted();
        }
        var invented = new HashSet<>(seqs.keySet());
        invented.removeAll(known);
        assertThat(invented).as("events that nobody committed").isEmpty();
        verifyOrder(transactions, seqs);
    }

    /** Whatever committed before another transaction began has the lower positions. */
    private static void verifyOrder(List<Done> transactions, Map<UUID, Long> seqs) {
        var committed = transactions.stream()
                .filter(one -> one.outcome == Outcome.COMMITTED && !one.ids.isEmpty())
                .toList();
        var byBegin = new ArrayList<>(committed);
        byBegin.sort(Comparator.comparingLong(Done::began));
        var byEnd = new ArrayList<>(committed);
        byEnd.sort(Comparator.comparingLong(Done::ended));
        long highest = 0;
        int ended = 0;
        for (var later : byBegin) {
            while (ended < byEnd.size() && byEnd.get(ended).ended < later.began) {
                var ids = byEnd.get(ended++).ids;
                highest = Math.max(highest, seq(seqs, ids.get(ids.size() - 1)));
            }
            assertThat(seq(seqs, later.ids.get(0)))
                    .as("the first position of a transaction that began at tick " + later.began)
                    .isGreaterThan(highest);
        }
    }

    private static long seq(Map<UUID, Long> seqs, UUID id) {
        return seqs.getOrDefault(id, -1L);
    }

    private static Map<UUID, Long> seqs(Connection connection, String service) throws SQLException {
        var seqs = new HashMap<UUID, Long>();
        for (var row : new Sql(connection).rows("select seq, id from tidemark.log where service = ?", service)) {
            var twice = seqs.put((UUID) row.get("id"), (Long) row.get("seq"));
            assertThat(twice).as("an event that is in the log twice").isNull();
        }
        return seqs;
    }
}
