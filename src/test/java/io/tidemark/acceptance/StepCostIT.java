package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Sql;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What {@code sequence_step} reads. */
class StepCostIT {
    private static final int EVENTS = 10_000;
    private static final int LIMIT = 100;
    private static final String EMIT = """
            insert into tidemark.inbox (ordinal, id, event_type, event_version, outcome, occurred_at, metadata)
            select n, gen_random_uuid(), 'job.step', '1.0', 'success', clock_timestamp(), '{"number":' || n || '}' from generate_series(1, ?) n
            """;
    private static final String IN_ORDER =
            "select count(*) from tidemark.log where seq = (metadata ->> 'number')::bigint";
    private static final String READ =
            "select idx_tup_fetch from pg_stat_xact_user_tables where relid = 'tidemark.inbox'::regclass";

    @Test
    void doesNotGrowWithTheTransactionThatEmitted() throws SQLException {
        var schema = Schema.create();
        try (var app = schema.asApp();
                var owner = schema.asOwner()) {
            var sql = new Sql(app);
            sql.run(EMIT, EVENTS);
            new Sql(owner).run("analyze tidemark.inbox");
            app.setAutoCommit(false);
            for (int moved = 0; moved < EVENTS; moved += LIMIT) {
                // Counted since PostgreSQL collected it last, which is between transactions.
                long before = sql.count(READ);
                assertThat(sql.count("select tidemark.sequence_step(?)", LIMIT)).isEqualTo(LIMIT);
                assertThat(sql.count(READ) - before).as("rows read").isEqualTo(LIMIT);
                app.commit();
            }
            assertThat(sql.count(IN_ORDER)).isEqualTo(EVENTS);
        }
    }
}
