package io.tidemark.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.store.Asked;
import io.tidemark.testing.FilledLog;
import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PGobject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the server asks for a page, and on the way to it, is planned once by a connection, be the log as small as it may. */
class StayingPlanIT {
    private static final int FEW = 10;
    private static final int SOME = 20_000;
    private static final int MANY = 200_000;

    /** A page of a table or of an index is a block; those of the log are 3,000. */
    private static final int MOST_BLOCKS = 300;

    /** Of a size that PostgreSQL knows, and goes on to believe. */
    private static final String PARTITION = """
            create table tidemark.log_more partition of tidemark.log for values from (%d) to (%d) with (autovacuum_enabled = off)
            """.formatted(FEW + 1, MANY + 1);

    /** Every other event was imported. */
    private static final String GROWTH = """
            insert into tidemark.log (seq, id, event_type, event_version, outcome, occurred_at, recorded_at, service, operation,
              source, node_id, account_id, metadata, has_payload, revoked_scope, revoked_id)
            select n, gen_random_uuid(), 'login', '1.0', 'success', case when n % 2 = 0 then now() else timestamptz '2020-01-01Z' end, now(),
              'test', 'test', 'app', 'node', 'account-' || n, '{}', false,
              case when n % 1000 = 0 then 'account' end, case when n % 1000 = 0 then 'account-' || n end
            from generate_series(?::bigint, ?::bigint) n
            """;

    private static final String PREPARED = "asked";

    private static final String HEAD = "update tidemark.sequencer set next_seq = ?, recorded_at = now()";

    private static final List<String> FUNCTIONS = List.of(
            "select * from tidemark.revocations('{session,token,account-1000,nobody}', '2000-01-01Z')",
            "select * from tidemark.event_types()",
            "select tidemark.seq_at('2100-01-01Z')");

    /** Values that all events have, that one has, that none has; times before all, and after. */
    private static final List<String> PAGES = List.of(
            "",
            "eventType=login",
            "eventType=nothing",
            "eventType=log*",
            "eventType=nothing&eventType=login",
            "outcome=success",
            "outcome=failure",
            "account=account-1000",
            "account=nobody",
            "service=test",
            "service=nothing",
            "ip=nowhere",
            "from=2000-01-01T00:00:00Z",
            "from=2000-01-01T00:00:00Z&to=2001-01-01T00:00:00Z",
            "from=2100-01-01T00:00:00Z");

    @Test
    void asksALogThatHasGrownByItsIndexes() throws Exception {
        Schema schema = Schema.create();
        Map<String, Connection> sessions = new LinkedHashMap<>();
        try (Connection owner = schema.asOwner()) {
            FilledLog.fill(schema::asOwner, FEW, FEW);
            new Sql(owner).run(PARTITION);
            new Sql(owner).run(GROWTH, FEW + 1, 2 * FEW);
            new Sql(owner).run("vacuum analyze tidemark.log_more");
            for (String function : FUNCTIONS) sessions.put(function, schema.asApp());
            for (var statement : statements(schema).entrySet()) {
                Connection session = schema.asApp();
                sessions.put(statement.getKey(), session);
                new Sql(session).run(statement.getValue().planning());
                new Sql(session).run(statement.getValue().prepare(PREPARED));
            }
            for (var each : asked(schema).entrySet())
                explained(each.getValue(), requireNonNull(sessions.get(each.getKey())));

            new Sql(owner).run(GROWTH, 2 * FEW + 1, MANY);
            new Sql(owner).run(HEAD, MANY + 1);

            for (var each : asked(schema).entrySet()) {
                JsonNode plan = explained(each.getValue(), requireNonNull(sessions.get(each.getKey())));
                assertThat(blocks(plan))
                        .as(each.getKey() + plan.toPrettyString())
                        .isLessThan(MOST_BLOCKS);
            }
            for (String function : FUNCTIONS) {
                assertThat(new Sql(owner).count("select count(*) from (" + function + ") rows"))
                        .isPositive();
            }
        } finally {
            for (Connection session : sessions.values()) session.close();
        }
    }

    /** By what they ask for, as the log is now. */
    private static Map<String, Asked> statements(Schema schema) {
        Map<String, Asked> statements = new LinkedHashMap<>();
        for (String query : PAGES) statements.put("page of " + query, Asked.firstPage(query, schema.source()));
        statements.put("names", Asked.names("account-1000", "nobody"));
        return statements;
    }

    private static Map<String, String> asked(Schema schema) {
        Map<String, String> asked = new LinkedHashMap<>();
        for (String function : FUNCTIONS) asked.put(function, function);
        statements(schema).forEach((name, statement) -> asked.put(name, statement.execute(PREPARED)));
        return asked;
    }

    /** A page of each of a hundred types would be a hundred times what the page needs. */
    @Test
    void walksAlongTheLogWhereAPrefixStandsForManyTypes() throws Exception {
        Schema schema = Schema.create();
        try (Connection owner = schema.asOwner();
                Connection app = schema.asApp()) {
            FilledLog.fill(schema::asOwner, FEW, FEW);
            new Sql(owner).run(PARTITION);
            new Sql(owner).run(GROWTH.replace("'login'", "'kind.' || n % 100"), FEW + 1, SOME);
            new Sql(owner).run("vacuum analyze tidemark.log_more");
            new Sql(owner).run(HEAD, SOME + 1);
            Asked page = Asked.firstPage("eventType=kind.*", schema.source());
            new Sql(app).run(page.planning());
            new Sql(app).run(page.prepare("page"));

            JsonNode plan = explained(page.execute("page"), app);

            assertThat(plan.path("Actual Rows").asInt())
                    .as(plan.toPrettyString())
                    .isGreaterThan(50);
            assertThat(rows(plan)).as(plan.toPrettyString()).isLessThan(200);
        }
    }

    /** Of the log, those that it did not want included. */
    private static double rows(JsonNode node) {
        double rows = 0;
        if (node.path("Relation Name").asString("").startsWith("log")) {
            double each = node.path("Actual Rows").asDouble()
                    + node.path("Rows Removed by Filter").asDouble(0);
            rows = each * node.path("Actual Loops").asDouble();
        }
        for (JsonNode child : node.path("Plans")) rows += rows(child);
        return rows;
    }

    private static JsonNode explained(String statement, Connection connection) throws SQLException {
        var explained = new Sql(connection)
                .one(PGobject.class, "explain (analyze, buffers, timing off, format json) " + statement);
        return JsonMapper.shared().readTree(explained.getValue()).path(0).path("Plan");
    }

    private static int blocks(JsonNode plan) {
        return plan.path("Shared Hit Blocks").asInt()
                + plan.path("Shared Read Blocks").asInt();
    }
}
