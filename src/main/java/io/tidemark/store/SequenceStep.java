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
     * Moves up to {@code limit} events, in a transaction of its own.
     *
     * @return how many; -1 if another node is at it
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int run(int limit) {
        return Jdbc.query(source, STEP, List.of(limit), rows -> {
            rows.next();
            return rows.getInt(1);
        });
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
