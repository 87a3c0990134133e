package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody changes what happened. */
class AppendOnlyIT {

    private static final String NOT_PERMITTED = "42501";

    private static final String PAYLOAD = "insert into tidemark.payload"
            + " (event_id, request, request_bytes, request_redacted, request_altered) values ";

    private static Schema schema;

    @BeforeAll
    static void storeThreeEvents() throws SQLException {
        schema = Schema.create();
        try (var app = schema.asApp()) {
            for (int i = 0; i < 3; i++) InboxRow.of("login").insert(app);
            assertThat(new Sql(app).count("select tidemark.sequence_step(1000)"))
                    .isEqualTo(3);
            new Sql(app).run(PAYLOAD + "(gen_random_uuid(), '{\"a\":1}', 7, false, false)");
        }
    }

    @AfterEach
    void theLogIsAsItWas() throws SQLException {
        try (var app = schema.asApp()) {
            assertThat(new Sql(app).rows("select seq from tidemark.log where event_type = 'login' order by seq"))
                    .extracting(row -> row.get("seq"))
                    .containsExactly(1L, 2L, 3L);
            assertThat(new Sql(app).rows("select request from tidemark.payload"))
                    .extracting(row -> row.get("request"))
                    .containsExactly("{\"a\":1}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update tidemark.log set outcome = 'failure'",
                "update tidemark.log_1 set outcome = 'failure'",
                "delete from tidemark.log",
                "delete from tidemark.log_1",
                "truncate tidemark.log",
                "truncate tidemark.log_1",
                "drop table tidemark.log",
                "drop table tidemark.log_1",
                "drop schema tidemark cascade",
                "alter table tidemark.log disable trigger all",
                "alter table tidemark.log detach partition tidemark.log_1",
                "alter table tidemark.log detach partition tidemark.log_1 concurrently",
                "alter table tidemark.payload detach partition tidemark.payload_0",
                "delete from tidemark.payload_0",
                "drop table tidemark.payload_1",
                "insert into tidemark.payload (event_id, generation) values (gen_random_uuid(), 0)",
                "update tidemark.retention set oldest_seq = 2",
                "delete from tidemark.retention",
                "insert into tidemark.removal (first_seq, last_seq, part, reason) values (1, 3, 'log_1', 'purge')",
                "update tidemark.removal set finished_at = null",
                "insert into tidemark.hold (id, first_seq, reason, placed_by) values (gen_random_uuid(), 1, 'r', 'a')",
                "update tidemark.hold set released_at = now(), released_by = 'a', release_reason = 'r'",
                "delete from tidemark.hold",
                "insert into tidemark.purge (id, last_seq, reason, requested_by, expires_at) values (gen_random_uuid(), 3, 'r', 'a', now())",
                "update tidemark.purge set approved_by = 'b', approved_at = now()",
                "delete from tidemark.purge",
                "update tidemark.generation set dropped_at = now()",
                "insert into tidemark.log (seq, id, event_type, event_version, outcome, occurred_at, recorded_at)"
                        + " values (4, gen_random_uuid(), 'forged', '1.0', 'success', now(), now())",
                "insert into tidemark.inbox (txid, ordinal, id, event_type, event_version, outcome, occurred_at)"
                        + " values ('1', 1, gen_random_uuid(), 'forged', '1.0', 'success', now())",
                "select account_id from tidemark.inbox",
                "select * from tidemark.inbox",
                "update tidemark.inbox set outcome = 'failure'",
                "delete from tidemark.inbox",
                "truncate tidemark.inbox",
                "update tidemark.payload set request = '{}'",
                "delete from tidemark.payload",
                "truncate tidemark.payload",
                "drop table tidemark.payload",
                "alter table tidemark.payload disable trigger all",
                "update tidemark.sequencer set next_seq = 1",
                "insert into tidemark.sequencer (one) values (true)",
                "delete from tidemark.sequencer",
                "select tidemark.add_log_partition(10000001, 20000001)",
                "create table tidemark.mine ()",
                "create function tidemark.mine() returns int language sql as 'select 1'",
                "set session_replication_role = replica",
                "set role tidemark"
            })
    void refusesTheApplication(String forgery) throws SQLException {
        try (var app = schema.asApp()) {
            assertThatThrownBy(() -> new Sql(app).run(forgery))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refusal -> assertThat(refusal.getSQLState()).isEqualTo(NOT_PERMITTED));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update tidemark.log set outcome = 'failure' where seq = 1",
                "update tidemark.log_1 set outcome = 'failure' where seq = 1",
                "update tidemark.log set seq = 10000001 where seq = 1",
                "delete from tidemark.log where seq = 1",
                "delete from tidemark.log_1 where seq = 1",
                "truncate tidemark.log",
                "truncate tidemark.log_1",
                "update tidemark.payload set request = '{}'",
                "delete from tidemark.payload",
                "truncate tidemark.payload",
                "update tidemark.payload_1 set request = '{}'",
                "delete from tidemark.payload_1",
                "truncate tidemark.payload_0",
                "truncate tidemark.payload_1",
                "merge into tidemark.log using (values (1)) one (seq) on log.seq = one.seq when matched then delete",
                "insert into tidemark.log (seq, id, event_type, event_version, outcome, occurred_at, recorded_at, revoked_scope)"
                        + " values (1, gen_random_uuid(), 'forged', '1.0', 'success', now(), now(), null)"
                        + " on conflict (seq) do update set event_type = excluded.event_type"
            })
    void refusesTheOwnerByTrigger(String change) throws SQLException {
        try (var owner = schema.asOwner()) {
            assertThatThrownBy(() -> new Sql(owner).run(change)).hasMessageContaining("the log is append-only");
        }
    }

    @Test
    void protectsThePartitionsToCome() throws SQLException {
        var later = Schema.create();
        try (var owner = later.asOwner()) {
            var sql = new Sql(owner);
            sql.run("update tidemark.sequencer set next_seq = 9999999");
            fill(owner, 10);
            assertThat(sql.count("select tidemark.sequence_step(10)")).isEqualTo(10);
            assertThat(sql.count("select count(*) from tidemark.log_10000001")).isPositive();
            for (var change : new String[] {
                "update tidemark.log_10000001 set outcome = 'failure'",
                "delete from tidemark.log_10000001",
                "truncate tidemark.log_10000001"
            }) {
                assertThatThrownBy(() -> sql.run(change)).hasMessageContaining("the log is append-only");
            }
        }
    }

    private static void fill(Connection connection, int count) throws SQLException {
        for (int i = 0; i < count; i++) InboxRow.of("login").insert(connection);
    }
}
