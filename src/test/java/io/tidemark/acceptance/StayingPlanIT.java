package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.FilledLog;
import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PGobject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the server asks on the way to each page is planned once by a connection, be the log as small as it may. */
class StayingPlanIT {
    private static final int FEW = 10;
    private static final int MANY = 200_000;

    /** A page of a table or of an index is a block; those of the log are 3,000. */
    private static final int MOST_BLOCKS = 100;

    /** Of a size that PostgreSQL knows, and goes on to believe. */
    private static final String PARTITION = """
            create table tidemark.log_more partition of tidemark.log for values from (%d) to (%d) with (autovacuum_enabled = off)
            """.formatted(FEW + 1, MANY + 1);

    private static final String GROWTH = """
            insert into tidemark.log (seq, id, event_type, event_version, outcome, occurred_at, recorded_at, service, operation,
              source, node_id, account_id, metadata, has_payload, revoked_scope, revoked_id)
            select n, gen_random_uuid(), 'login', '1.0', 'success', now(), now(), 'test', 'test', 'app', 'node', 'account-' || n, '{}', false,
              case when n % 1000 = 0 then 'account' end, case when n % 1000 = 0 then 'account-' || n end
            from generate_series(?::bigint, ?::bigint) n
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tidemark.revocations('{session,token,account-1000,nobody}', '2000-01-01Z')",
                "tidemark.event_types()"
            })
    void asksALogThatHasGrownByItsIndexes(String function) throws SQLException {
        Schema schema = Schema.create();
        try (Connection app = schema.asApp();
                Connection owner = schema.asOwner()) {
            FilledLog.fill(owner, FEW, FEW);
            new Sql(owner).run(PARTITION);
            new Sql(owner).run(GROWTH, FEW + 1, 2 * FEW);
            new Sql(owner).run("vacuum analyze tidemark.log_more");
            blocks(function, app);

            new Sql(owner).run(GROWTH, 2 * FEW + 1, MANY);

            assertThat(new Sql(app).count("select count(*) from " + function)).isPositive();
            assertThat(blocks(function, app)).isLessThan(MOST_BLOCKS);
        }
    }

    private static int blocks(String function, Connection connection) throws SQLException {
        var explained = new Sql(connection)
                .one(PGobject.class, "explain (analyze, buffers, timing off, format json) select * from " + function);
        JsonNode top =
                JsonMapper.shared().readTree(explained.getValue()).path(0).path("Plan");
        return top.path("Shared Hit Blocks").asInt()
                + top.path("Shared Read Blocks").asInt();
    }
}
