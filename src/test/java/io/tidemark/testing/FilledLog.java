package io.tidemark.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * A log full of events of 81 days, of a million one every seven seconds: a million takes half a minute.
 *
 * <p>Every second event up to 5,000 is of a service that is no longer there, 1 to 100 of an account that is gone and 1 to 3 of a
 * type that is never seen again: what a walk from the newest event finds last. 600,001 to 600,100 were imported, and
 * occurred years before. Every hundredth event has a payload.
 */
public final class FilledLog {
    /** Event n occurred n gaps after 2026-01-01; imported ones are of 2020. */
    private static final String PART = """
            create or replace function pg_temp.fill(first bigint, beyond bigint) returns void language plpgsql as $$
            declare
              part text := 'log_' || first;
              index text;
            begin
              execute format('create table tidemark.%I (like tidemark.log including defaults including constraints including generated)', part);
              execute format($f$
                insert into tidemark.%I (seq, id, event_type, event_version, outcome, occurred_at, recorded_at, service, operation, source, node_id,
                  account_id, actor_id, target_account_id, actor_type, actor_display_name, target_type, target_id, target_name,
                  error_code, error_message, error_category, ip, user_agent, session_id, request_id, trace_id, duration_ms, metadata, has_payload, revoked_scope, revoked_id)
                select *, tidemark.revoked_scope(event_type, outcome, metadata),
                  tidemark.revoked_id(event_type, outcome, account_id, target_account_id, session_id, metadata)
                from (select n, md5('id ' || n)::uuid,
                  case when n <= 3 then 'bootstrap' when n %% 10 < 4 then 'login' when n %% 10 < 6 then 'logout' when n %% 10 < 8 then 'authz.decision'
                    when n %% 1000 = 8 then 'role_grant_create' when n %% 1000 = 18 then 'role_grant_revoke' else 'resource.mutation' end,
                  '1.0', case when n %% 20 = 7 then 'failure' else 'success' end,
                  case when n between 600001 and 600100 then timestamptz '2020-01-01Z' else timestamptz '2026-01-01Z' end + n * interval '{gap} seconds',
                  timestamptz '2026-01-01 00:00:00.003Z' + n * interval '{gap} seconds',
                  case when n <= 5000 and n %% 2 = 0 then 'retired' else 'service-' || floor(8 * power(random(), 2)) end,
                  case when n <= 5000 and n %% 2 = 0 then 'Retired.run' else 'Operation.' || floor(100 * power(random(), 2)) end, 'app', 'node-' || n %% 3,
                  case when n <= 100 then 'gone' else 'account-' || floor(10000 * power(random(), 2)) end,
                  case when n <= 100 then 'gone' when n %% 2 = 0 then 'actor-' || floor(10000 * power(random(), 2)) end,
                  case when n <= 100 and n %% 2 = 0 then 'gone' when n %% 25 = 8 then 'account-' || floor(10000 * random()) end,
                  'user', 'Person ' || n %% 5000,
                  case when n %% 5 = 0 then 'thing' end, case when n %% 5 = 0 then 'thing-' || n / 100 end, case when n %% 5 = 0 then 'Thing ' || n %% 1000 end,
                  case when n %% 20 = 7 then 'E' || n %% 7 end, case when n %% 20 = 7 then 'It failed for reason ' || n %% 100 end, case when n %% 20 = 7 then 'authz' end,
                  '10.0.' || floor(256 * power(random(), 2)) || '.' || n %% 20, 'Mozilla/5.0 (X11; Linux x86_64)',
                  md5((n / 20)::text), md5((n / 2)::text), md5((n / 3)::text), floor(1000 * power(random(), 3)),
                  jsonb_build_object('role', 'role-' || n %% 10, 'roleGrantId', 'g-' || n, 'username', 'Person ' || n %% 5000), n %% 100 = 50
                from generate_series(%s::bigint, %s::bigint - 1) n)
                filled (seq, id, event_type, event_version, outcome, occurred_at, recorded_at, service, operation, source, node_id,
                  account_id, actor_id, target_account_id, actor_type, actor_display_name, target_type, target_id, target_name,
                  error_code, error_message, error_category, ip, user_agent, session_id, request_id, trace_id, duration_ms, metadata, has_payload) $f$, part, first, beyond);
              -- In the log's order: of two that cost the same PostgreSQL takes by that.
              execute format('alter table tidemark.%I add primary key (seq)', part);
              for index in select pg_get_indexdef(indexrelid) from pg_index where indrelid = 'tidemark.log'::regclass and not indisprimary order by indexrelid loop
                execute regexp_replace(index, '^(CREATE INDEX) .* ON ONLY tidemark.log ', format('\\1 ON tidemark.%I ', part));
              end loop;
              execute format('alter table tidemark.log attach partition tidemark.%I for values from (%s) to (%s)', part, first, beyond);
            end $$;
            -- Both cores have a partition each; compiling what makes its rows would take longer than it saves. What is sorted by parts
            -- that fit into a core's cache is sorted sooner.
            set maintenance_work_mem = '4MB';
            set max_parallel_maintenance_workers = 0;
            set jit = off;
            set synchronous_commit = off;
            select pg_temp.fill({first}, {beyond});
            """;

    private static final String END = """
            update tidemark.sequencer set next_seq = {rows} + 1, partition_end = {rows} + 1, recorded_at = timestamptz '2026-01-01Z' + {rows} * interval '{gap} seconds' + interval '1 day';
            insert into tidemark.payload (event_id, request, request_bytes, request_redacted, request_altered, response, response_bytes, response_redacted, response_altered)
              select id, jsonb_build_object('order', jsonb_build_object('to', account_id, 'amount', seq % 1000)), 40, false, false, '{"status":201}', 14, false, false
              from tidemark.log where has_payload;
            analyze tidemark.log, tidemark.payload;
            """;

    private static final int SECONDS = 7_000_000;

    private FilledLog() {}

    /**
     * Fills an empty log, two of its partitions at a time.
     *
     * @param owner opens a connection of the log's owner
     * @param partition how many events go into each of its partitions
     */
    public static void fill(Callable<Connection> owner, long events, long partition) throws Exception {
        List<Callable<Void>> parts = new ArrayList<>();
        for (long first = 1; first <= events; first += partition) {
            long begin = first;
            parts.add(() -> part(owner, begin, Math.min(begin + partition, events + 1), events));
        }
        var threads = Executors.newFixedThreadPool(2);
        try {
            for (var part : threads.invokeAll(parts)) part.get();
        } finally {
            threads.shutdown();
        }
        try (Connection connection = owner.call()) {
            execute(connection, END, events);
        }
    }

    private static Void part(Callable<Connection> owner, long first, long beyond, long events) throws Exception {
        try (Connection connection = owner.call()) {
            execute(
                    connection,
                    PART.replace("{first}", Long.toString(first)).replace("{beyond}", Long.toString(beyond)),
                    events);
            // Else in the background, for minutes, while something is measured.
            execute(connection, "vacuum tidemark.log_" + first, events);
        }
        return null;
    }

    private static void execute(Connection owner, String sql, long events) throws SQLException {
        try (var statement = owner.createStatement()) {
            statement.execute(sql.replace("{rows}", Long.toString(events))
                    .replace("{gap}", Double.toString(SECONDS / (double) events)));
        }
    }
}
