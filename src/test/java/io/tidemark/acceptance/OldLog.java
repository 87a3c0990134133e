package io.tidemark.acceptance;

import static io.tidemark.acceptance.Streams.SOON;

import io.tidemark.dev.EmbeddedDatabase;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.NodeSpec;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.UUID;

/**
 * A database of its own whose log begins with full partitions that were recorded two days ago. Every tenth event has a payload: event
 * n has the id 00000000-0000-0000-0000-n, in hexadecimal.
 */
record OldLog(Schema schema, int partitions, int rows) {
    private static final String FILL = """
            insert into tidemark.log (seq, id, event_type, event_version, outcome, occurred_at, recorded_at, account_id, has_payload, revoked_scope)
            select n, lpad(to_hex(n), 32, '0')::uuid, 'login', '1.0', 'success',
              clock_timestamp() - interval '2 days', clock_timestamp() - interval '2 days', 'old', n % 10 = 0, null
            from generate_series(cast(? as bigint), cast(? as bigint)) n
            """;
    private static final String FILL_PAYLOADS = """
            insert into tidemark.payload (event_id, request, request_bytes, request_redacted, request_altered)
            select lpad(to_hex(n), 32, '0')::uuid, '{"n":' || n || '}', 8, false, false
            from generate_series(cast(? as bigint), cast(? as bigint)) n where n % 10 = 0
            """;

    private static final String WITHOUT_INDEXES = """
            do $$ declare index regclass; begin
              alter table tidemark.log_1 drop constraint log_1_pkey;
              for index in select indexrelid from pg_index where indrelid = 'tidemark.log_1'::regclass loop
                execute 'drop index ' || index;
              end loop;
            end $$
            """;
    private static final String FILL_ONE = """
            insert into tidemark.log_1 (seq, id, event_type, event_version, outcome, occurred_at, recorded_at, account_id, revoked_scope)
            select n, lpad(to_hex(n), 32, '0')::uuid, 'login', '1.0', 'success',
              clock_timestamp() - interval '2 days', clock_timestamp() - interval '2 days', 'old', null
            from generate_series(1, cast(? as int)) n
            """;
    private static final String LAST_RUN = """
            select coalesce(max(query_start), to_timestamp(0)) from pg_stat_activity
            where datname = current_database() and query like '%pg_advisory_unlock%' and state = 'idle'
            """;

    static OldLog of(int partitions, int rows) throws SQLException {
        OldLog old = new OldLog(Schema.create(), partitions, rows);
        try (Connection owner = old.schema().asOwner()) {
            Sql sql = new Sql(owner);
            sql.run(
                    "update tidemark.sequencer set partition_rows = ?, recorded_at = clock_timestamp() - interval '2 days'",
                    (long) rows);
            for (long first = 1; first < old.beyond(); first += rows) {
                // As the step does it: the next positions are those of the new partition.
                sql.run("update tidemark.sequencer set next_seq = ?, partition_end = ?", first, first + rows);
                sql.run("select tidemark.add_log_partition(?, ?)", first, first + rows);
                sql.run("update tidemark.sequencer set payload_generation = (select max(id) from tidemark.generation)");
                sql.run(FILL, first, first + rows - 1);
                sql.run(FILL_PAYLOADS, first, first + rows - 1);
            }
            sql.run("update tidemark.sequencer set next_seq = ?", old.beyond());
            sql.run("analyze tidemark.log");
        }
        return old;
    }

    /** One partition without payloads, as large as it may be: its indexes are built when it is full. */
    static OldLog ofOne(int rows) throws SQLException {
        OldLog old = new OldLog(Schema.create(), 1, rows);
        try (Connection owner = old.schema().asOwner()) {
            Sql sql = new Sql(owner);
            sql.run("set synchronous_commit = off");
            sql.run("set maintenance_work_mem = '512MB'");
            sql.run("select tidemark.add_log_partition(1, ?)", old.beyond());
            sql.run("alter table tidemark.log detach partition tidemark.log_1");
            sql.run(WITHOUT_INDEXES);
            sql.run(FILL_ONE, rows);
            sql.run("alter table tidemark.log attach partition tidemark.log_1 for values from (1) to (" + old.beyond()
                    + ")");
            sql.run(
                    "update tidemark.sequencer set next_seq = ?, partition_end = ?, payload_generation = 1,"
                            + " recorded_at = clock_timestamp() - interval '2 days'",
                    old.beyond(),
                    old.beyond());
            sql.run("analyze tidemark.log");
        }
        return old;
    }

    /** The first position after the old ones. */
    long beyond() {
        return (long) partitions * rows + 1;
    }

    /** A node to be on it, that would let go of nothing. */
    NodeSpec node(String name) {
        return Node.on(Servers.database())
                .named(name)
                .heap("256m")
                .variable("pg.url", schema.url())
                .variable("tidemark.stream.quiesce", "PT0.1S")
                .variable("tidemark.retention.poll", "PT0.2S");
    }

    /** The same that lets go of what is older than an hour. */
    NodeSpec forgetful(String name) {
        return node(name).variable("tidemark.retention.age", "PT1H").variable("tidemark.retention.token-life", "PT1H");
    }

    static UUID id(long seq) {
        return new UUID(0, seq);
    }

    /** As {@link EmbeddedDatabase#asOwner()}. */
    long count(String sql) throws SQLException {
        try (Connection owner = schema.asOwner()) {
            return new Sql(owner).count(sql);
        }
    }

    void run(String sql) throws SQLException {
        try (Connection owner = schema.asOwner()) {
            new Sql(owner).run(sql);
        }
    }

    /** Waits until a node has looked, from the beginning to the end, at what may go. */
    void awaitRun() throws SQLException {
        Timestamp before = lastRun();
        Timestamp one = Await.until("run", SOON, this::lastRun, end -> end.after(before));
        // That one may have begun before.
        Await.until("another run", SOON, this::lastRun, end -> end.after(one));
    }

    private Timestamp lastRun() throws SQLException {
        try (Connection owner = schema.asOwner()) {
            return new Sql(owner).one(Timestamp.class, LAST_RUN);
        }
    }

    /** Of the position below which nothing is kept. */
    long oldest() throws SQLException {
        return count("select oldest_seq from tidemark.retention");
    }

    /** Partitions of the log that are there as tables, attached or not, with positions below that one. */
    long tablesBelow(long seq) throws SQLException {
        return count("select count(*) from pg_tables where schemaname = 'tidemark' and tablename ~ '^log_[0-9]+$'"
                + " and substr(tablename, 5)::bigint < " + seq);
    }
}
