package io.tidemark.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Detaches and drops partitions. Each step can be repeated: it begins with what is there.
 *
 * <p>Why concurrently? A plain DETACH locks the whole log: behind it, while it waits for the slowest reader, everybody waits, the
 * sequencer too. Concurrently, it only waits itself. Once begun, no new reader sees the partition; what was interrupted is
 * finalized.
 */
final class PartTable {
    private static final Pattern NAME = Pattern.compile("(log|payload)_[0-9]+");

    private static final String GIVEN_UP =
            "select part from tidemark.removal where finished_at is null order by first_seq";
    private static final String ATTACHED = """
            select inhdetachpending from pg_catalog.pg_inherits
            where inhrelid = to_regclass(?) and inhparent = cast(? as regclass)
            """;
    private static final String EXISTS = "select to_regclass(?) is not null";
    private static final String DETACH = "alter table %s detach partition tidemark.%s concurrently";
    private static final String FINALIZE = "alter table %s detach partition tidemark.%s finalize";
    private static final String DROP = "drop table tidemark.%s";
    private static final String FINISHED =
            "update tidemark.removal set finished_at = clock_timestamp() where part = ? and finished_at is null";
    private static final String GENERATIONS_GONE = """
            select g.id from tidemark.generation g join tidemark.generation n on n.id = g.id + 1, tidemark.retention
            where g.dropped_at is null and n.first_seq <= oldest_seq order by g.id
            """;
    private static final String COLUMNS = """
            select string_agg(quote_ident(attname), ', ' order by attnum) from pg_catalog.pg_attribute
            where attrelid = 'tidemark.payload'::regclass and attnum > 0 and not attisdropped and attname <> 'generation'
            """;
    private static final String MOVE_STRAGGLERS = """
            insert into tidemark.payload (%1$s) select %1$s from tidemark.%2$s where event_id in (
              select log.id from tidemark.%2$s join tidemark.log on log.id = event_id
              union all select id from tidemark.inbox)
            """;
    private static final String GENERATION_DROPPED =
            "update tidemark.generation set dropped_at = clock_timestamp() where id = ?";

    private final Connection connection;

    PartTable(Connection connection) {
        this.connection = connection;
    }

    enum Table {
        LOG("tidemark.log"),
        PAYLOAD("tidemark.payload");

        private final String sql;

        Table(String sql) {
            this.sql = sql;
        }
    }

    static String payloads(long generation) {
        return "payload_" + generation;
    }

    /** The partitions of the log that are to be dropped. */
    List<String> givenUp() throws SQLException {
        return Jdbc.query(connection, GIVEN_UP, List.of(), rows -> {
            List<String> names = new ArrayList<>();
            while (rows.next()) names.add(rows.getString(1));
            return names;
        });
    }

    /** The generations of payloads whose events are gone, but for some that got their positions late. */
    List<Long> generationsGone() throws SQLException {
        return Jdbc.query(connection, GENERATIONS_GONE, List.of(), rows -> {
            List<Long> ids = new ArrayList<>();
            while (rows.next()) ids.add(rows.getLong(1));
            return ids;
        });
    }

    void detach(Table table, String part) throws SQLException {
        checkName(part);
        Boolean pending = pending(table, part);
        if (pending != null) run((pending ? FINALIZE : DETACH).formatted(table.sql, part));
    }

    /** Whether it was there. */
    boolean drop(String part) throws SQLException {
        checkName(part);
        return inTransaction(() -> {
            boolean there = exists(part);
            if (there) run(DROP.formatted(part));
            Jdbc.update(connection, FINISHED, List.of(part));
            return there;
        });
    }

    /** Nobody writes into it any more: an event that is kept, or waits for its position, keeps its payload. */
    void dropPayloads(long generation) throws SQLException {
        String part = payloads(generation);
        inTransaction(() -> {
            if (exists(part)) {
                String columns = Jdbc.query(connection, COLUMNS, List.of(), rows -> {
                    rows.next();
                    return rows.getString(1);
                });
                run(MOVE_STRAGGLERS.formatted(columns, part));
                run(DROP.formatted(part));
            }
            return Jdbc.update(connection, GENERATION_DROPPED, List.of(generation));
        });
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Absent if it is not attached. */
    private @Nullable Boolean pending(Table table, String part) throws SQLException {
        List<Boolean> found = Jdbc.query(
                connection,
                ATTACHED,
                List.of("tidemark." + part, table.sql),
                rows -> rows.next() ? List.of(rows.getBoolean(1)) : List.of());
        return found.isEmpty() ? null : found.get(0);
    }

    private boolean exists(String part) throws SQLException {
        return Jdbc.query(connection, EXISTS, List.of("tidemark." + part), rows -> rows.next() && rows.getBoolean(1));
    }

    private <T> T inTransaction(Steps<T> steps) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = steps.run();
            connection.commit();
            return result;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private interface Steps<T> {
        T run() throws SQLException;
    }

    private static void checkName(String part) {
        if (!NAME.matcher(part).matches()) throw new IllegalArgumentException("Not a partition: " + part);
    }
}
