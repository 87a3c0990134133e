package io.tidemark.store;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.sql.DataSource;

/** Moves committed events from the inbox to the log and gives them the next positions. */
@Stateless
public class SequenceStep {
    private static final String PRESENT = "select to_regprocedure('tidemark.sequence_step(integer)') is not null";
    private static final String STEP = "select tidemark.sequence_step(?)";
    private static final String OLDEST = "select ordinal from tidemark.inbox order by txid, ordinal limit 1";
    private static final String DEPTH =
            "select count(*) from (select from tidemark.inbox limit " + Waiting.COUNTED + ") waiting";

    /** Longer than any step, shorter than what a host may have: a connection to a server that vanished must not hold back events. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Whoever locks a row leaves its transaction in it; that of a prepared one has no process. */
    private static final String HOLDER = """
            select coalesce(held.pid::text, 'none, a prepared transaction') as pid,
              coalesce(nullif(application_name, ''), 'no name') || coalesce(', ' || state, '') as what
            from pg_locks held left join pg_stat_activity using (pid)
            where locktype = 'transactionid' and mode = 'ExclusiveLock' and granted
              and transactionid = (select xmax from tidemark.sequencer)
            """;

    @Resource(lookup = "java:comp/DefaultDataSource", shareable = false)
    private DataSource source;

    /** What waits for a position: how many events (at most {@value #COUNTED} are counted) and since when. */
    public record Waiting(long depth, Duration age) {
        static final int COUNTED = 100_000;
    }

    /** Whether the schema is there. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public boolean isPossible() {
        return Jdbc.query(source, PRESENT, List.of(), rows -> rows.next() && rows.getBoolean(1));
    }

    /**
     * Moves up to {@code limit} events, in a transaction that begins and ends within the statement.
     *
     * <p>Why no transaction of the server's? Its commit is a message of its own: a node that stood still, or lost its network,
     * before that would hold the lock that all nodes need. Why no time limit? A cancelled commit no longer waits for
     * the synchronous standby, and all would read what only this database has.
     *
     * @return how many; -1 if another node is at it
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public int run(int limit) {
        return Jdbc.query(source, STEP, List.of(limit), PATIENCE, rows -> {
            rows.next();
            return rows.getInt(1);
        });
    }

    /** Who holds the lock on giving positions, in words. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public String holder() {
        return Jdbc.query(
                source,
                HOLDER,
                List.of(),
                rows -> rows.next() ? "pid " + rows.getString("pid") + " (" + rows.getString("what") + ")" : "nobody");
    }

    /** What committed and was not moved yet. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Waiting waiting(Instant now) {
        long depth = Jdbc.query(source, DEPTH, List.of(), rows -> rows.next() ? rows.getLong(1) : 0);
        Instant oldest = Jdbc.query(
                source,
                OLDEST,
                List.of(),
                rows -> rows.next() ? Instant.EPOCH.plus(rows.getLong(1), ChronoUnit.MICROS) : now);
        return new Waiting(depth, oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now));
    }
}
