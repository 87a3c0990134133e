package io.tidemark.store;

import io.tidemark.event.Filter;
import io.tidemark.event.LogUnavailable;
import io.tidemark.event.Payload;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log. Joins no transaction; an entry that was seen once is seen by every later call. Thread-safe.
 *
 * <p>Every method throws {@link LogUnavailable} if the database does not answer.
 */
@ApplicationScoped
public class Log {
    private static final String AFTER =
            "select " + Rows.COLUMNS + " from tidemark.log where seq > ? and seq <= ? and %s order by seq limit ?";
    private static final String BEFORE =
            "select " + Rows.COLUMNS + " from tidemark.log where seq < ? and %s order by seq desc limit ?";
    private static final String BY_ID =
            "select " + Rows.COLUMNS + " from tidemark.log where id = ? order by seq limit 1";
    private static final String SEQ_OF = "select min(seq) from tidemark.log where id = ?";
    private static final String NEWEST = """
            select min(seq) from (
              select seq from tidemark.log where seq <= ? and %s order by seq desc limit ?) newest
            """;
    private static final String BOUNDS = """
            select coalesce((select min(seq) from tidemark.log), next_seq) as oldest, next_seq - 1 as head, log_id
            from tidemark.sequencer
            """;
    private static final String REVOCATION = "select " + Rows.COLUMNS + """
             from tidemark.log
            where revoked_id = any (?) and recorded_at >= ? order by seq
            """;

    @Resource(lookup = "java:comp/DefaultDataSource", shareable = false)
    private DataSource source;

    /** What the log holds: the oldest position that is kept and the newest there is. */
    public record Bounds(long oldest, long head, UUID logId) {}

    public Bounds bounds() {
        return Jdbc.query(source, BOUNDS, List.of(), rows -> {
            rows.next();
            return new Bounds(rows.getLong("oldest"), rows.getLong("head"), rows.getObject("log_id", UUID.class));
        });
    }

    /** Up to {@code limit} entries above {@code after} and not above {@code last}, oldest first. */
    public List<LogEntry> after(long after, long last, Filter filter, int limit) {
        return page(AFTER, List.of(after, last), filter, limit);
    }

    /** Up to {@code limit} entries below {@code before}, newest first. */
    public List<LogEntry> before(long before, Filter filter, int limit) {
        return page(BEFORE, List.of(before), filter, limit);
    }

    /** The position before the newest {@code count} entries up to {@code head}: where reading them begins. */
    public long cursorOfNewest(int count, long head, Filter filter) {
        if (count == 0) return head;
        FilterSql where = new FilterSql(filter);
        List<Object> parameters = new ArrayList<>();
        parameters.add(head);
        parameters.addAll(where.parameters());
        parameters.add(count);
        return Jdbc.query(source, NEWEST.formatted(where.clause()), parameters, rows -> {
            rows.next();
            long oldest = rows.getLong(1);
            return rows.wasNull() ? head : oldest - 1;
        });
    }

    public @Nullable LogEntry find(UUID id) {
        List<LogEntry> found = Jdbc.query(source, BY_ID, List.of(id), Rows::entries);
        return found.isEmpty() ? null : found.get(0);
    }

    /** What was captured with that event, whether it has its position or not. */
    public @Nullable Payload payload(UUID id) {
        List<Payload> found = Jdbc.query(source, PayloadRows.BY_EVENT, List.of(id), PayloadRows::payloads);
        return found.isEmpty() ? null : found.get(0);
    }

    /** The position of that event; absent while it has none. */
    public @Nullable Long seqOf(UUID id) {
        long seq = Jdbc.query(source, SEQ_OF, List.of(id), rows -> rows.next() ? rows.getLong(1) : 0L);
        return seq == 0 ? null : seq;
    }

    /** Entries recorded at that time or later that revoke the access of one of these ids, oldest first. */
    public List<LogEntry> revocations(Collection<String> ids, Instant since) {
        return Jdbc.query(source, REVOCATION, List.of(ids.toArray(String[]::new), since), Rows::entries);
    }

    private List<LogEntry> page(String sql, List<Long> bounds, Filter filter, int limit) {
        FilterSql where = new FilterSql(filter);
        List<Object> parameters = new ArrayList<>(bounds);
        parameters.addAll(where.parameters());
        parameters.add(limit);
        return Jdbc.query(source, sql.formatted(where.clause()), parameters, Rows::entries);
    }
}
