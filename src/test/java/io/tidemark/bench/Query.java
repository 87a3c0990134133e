package io.tidemark.bench;

import io.tidemark.event.Filter;
import io.tidemark.store.Asked;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.json.JsonMapper;

/** The first page of each filter that an index carries, over HTTP, beside the statement alone, prepared. */
final class Query implements Benchmark {
    /** How many events the log has: -Dbench.rows. */
    private static final long ROWS = rows();

    /** Of all filters together: until the JVM has compiled what it takes. */
    private static final Duration WARM_UP = Duration.ofSeconds(75);

    private static final int WARM_UPS = 30;
    private static final int QUESTIONS = 300;
    private static final double SLACK_MILLIS = 3;
    private static final int PAGE = 50;

    /** Values that are frequent, and some that are rare. */
    private static final List<String> FILTERS = List.of(
            "eventType=login",
            "eventType=bootstrap",
            "eventType=role_grant_*",
            "outcome=failure",
            "account=account-77",
            "account=gone",
            "actor=actor-77",
            "target=thing-77",
            "service=service-1",
            "service=retired",
            "operation=Operation.7",
            "session=d3d9446802a44259755d38e6d163e820",
            "requestId=d3d9446802a44259755d38e6d163e820",
            "traceId=d3d9446802a44259755d38e6d163e820",
            "ip=10.0.77.7",
            "from=2026-02-01T00:00:00Z&to=2026-02-01T06:00:00Z");

    @Override
    public String name() {
        return "query";
    }

    private static long rows() {
        String given = System.getProperty("bench.rows", "");
        return given.isEmpty() ? 2_000_000 : Long.parseLong(given);
    }

    @Override
    public void run(Bench bench, Table table) throws Exception {
        bench.fill(ROWS);
        var node = StreamNode.start(bench, "query", UnaryOperator.identity());
        var client = new PageClient(node.node().uri("/"), node.token());
        var source = new PGSimpleDataSource();
        source.setUrl(bench.database().url());
        source.setUser("tidemark_app");
        source.setPassword("tidemark_app");
        try (var database = source.getConnection()) {
            long start = System.nanoTime();
            while (System.nanoTime() - start < WARM_UP.toNanos()) {
                for (String filter : FILTERS) client.get(path(filter));
            }
            for (String filter : FILTERS) ask(table, client, database, Asked.firstPage(parsed(filter), source), filter);
        }
    }

    private static String path(String filter) {
        return "/api/v1/events?limit=" + PAGE + "&" + filter;
    }

    private void ask(Table table, PageClient client, Connection database, Asked asked, String filter) throws Exception {
        List<Double> overHttp = new ArrayList<>();
        List<Double> prepared = new ArrayList<>();
        try (var statement = database.prepareStatement(asked.sql())) {
            for (int i = 0; i < asked.parameters().size(); i++) {
                Object value = asked.parameters().get(i);
                statement.setObject(i + 1, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
            }
            for (int i = 0; i < WARM_UPS + QUESTIONS; i++) {
                List<Long> page = new ArrayList<>();
                List<Long> rows = new ArrayList<>();
                double http = overHttp(client, path(filter), page);
                double alone = alone(statement, rows);
                Wrong.unless(page.equals(rows), filter + ": " + page + " instead of " + rows);
                if (i < WARM_UPS) continue;
                overHttp.add(http);
                prepared.add(alone);
            }
        }
        for (int percentile : new int[] {50, 99}) {
            table.add(new Row(
                    name(),
                    filter + ", p" + percentile + " of " + Table.number((double) ROWS),
                    "ms",
                    Measured.of(percentile(percentile, overHttp), percentile(percentile, prepared)),
                    "the same statement, prepared, by JDBC",
                    Goal.within(SLACK_MILLIS)));
        }
    }

    private static double overHttp(PageClient client, String path, List<Long> seqs) throws IOException {
        long start = System.nanoTime();
        byte[] body = client.get(path);
        double millis = (System.nanoTime() - start) / 1e6;
        for (var event : JsonMapper.shared().readTree(body).path("events"))
            seqs.add(event.path("seq").asLong());
        return millis;
    }

    private static double alone(PreparedStatement statement, List<Long> seqs) throws Exception {
        long start = System.nanoTime();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) if (seqs.size() < PAGE) seqs.add(rows.getLong(1));
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static Filter parsed(String filter) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : filter.split("&", -1)) {
            String[] sides = pair.split("=", 2);
            parameters.put(sides[0], List.of(sides[1]));
        }
        return Filter.of(parameters);
    }

    private static double percentile(int percent, List<Double> values) {
        return Measured.percentile(
                percent, values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
