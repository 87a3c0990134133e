package io.tidemark.bench;

import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Emits from this process as a host does: commits events, and steps the sequencer once they have. So the instant of a commit is
 * known by the clock that knows when its readers had it. Not thread-safe.
 */
final class Appender {
    static final String SERVICE = "bench";

    private static final int LIMIT = 1_000;
    private static final String INSERT = """
            insert into tidemark.inbox (ordinal, id, event_type, event_version, outcome, occurred_at, service, operation, source, node_id,
              account_id, actor_id, actor_type, actor_display_name, target_type, target_id, ip, user_agent, session_id, request_id, trace_id,
              duration_ms, metadata)
            select (extract(epoch from clock_timestamp()) * 1000000)::bigint + n, gen_random_uuid(), 'resource.mutation', '1.0', 'success',
              clock_timestamp(), 'bench', 'Payments.transfer', 'app', 'node-1', 'account-' || n % 1000, 'account-' || n % 1000, 'user',
              'Person ' || n % 1000, 'payment', 'payment-' || n, '10.0.0.1', 'Mozilla/5.0 (X11; Linux x86_64)', md5((n % 1000)::text),
              md5(n::text), md5(n::text), 12, ?
            from generate_series(1, ?) n
            """;
    private static final String STEP = "select tidemark.sequence_step(?)";
    private static final String HEAD = "select next_seq - 1 from tidemark.sequencer";
    private static final String IDS = "select seq from tidemark.log where seq > ? and service = 'bench' order by seq";

    private final Sql sql;
    private String metadata = "{}";

    Appender(Connection connection) {
        this.sql = new Sql(connection);
    }

    /** Lets the events of the future be larger, by so many bytes. */
    void pad(int bytes) {
        metadata = "{\"text\":\"" + "x".repeat(bytes) + "\"}";
    }

    /** Commits so many in one transaction; returns the instant, by {@link System#nanoTime}. They have their positions then. */
    long commit(int events) throws SQLException {
        sql.run(INSERT, metadata, events);
        long committedAt = System.nanoTime();
        long left = events;
        // The node looks as well, every second: who comes second moves nothing.
        while (left > 0 && sql.count("select count(*) from (select from tidemark.inbox limit 1) waiting") > 0) {
            left -= Math.max(0, sql.count(STEP, LIMIT));
        }
        return committedAt;
    }

    long head() throws SQLException {
        return sql.count(HEAD);
    }

    /** Positions of the events above that one. */
    long[] above(long seq) throws SQLException {
        return sql.rows(IDS, seq).stream()
                .mapToLong(row -> (Long) List.copyOf(row.values()).get(0))
                .toArray();
    }
}
