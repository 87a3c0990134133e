package io.tidemark.bench;

import io.tidemark.store.Asked;
import io.tidemark.testing.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.json.JsonMapper;

/** The first page of each filter that an index carries, over HTTP, beside the statement alone, prepared. */
final class Query implements Benchmark {
    /** How many events the log has: -Dbench.rows. */
    private static final long ROWS = rows();

    /** What takes the way over HTTP and asks nobody: what the machine adds. */
    private static final String NOTHING = "/health/live";

    /**
     * Of a hundred answers one or two are slow by chance, and of sixteen filters none may be so in half of its rounds: with
     * eighteen one was, every second time.
     */
    private static final int ROUNDS = 24;

    /** Filters that come a hundred times in a row have the JVMs compile what a mixture does not: so these are the warm-up. */
    private static final int WARM_UP_ROUNDS = 2;

    private static final int QUESTIONS = 100;
    private static final int[] PERCENTS = {50, 99};
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

    @Override
    public long log() {
        return ROWS;
    }

    private static long rows() {
        String given = System.getProperty("bench.rows", "");
        return given.isEmpty() ? 10_000_000 : Long.parseLong(given);
    }

    @Override
    public void run(Bench bench, Table table) throws Exception {
        var node = StreamNode.start(bench, "query", UnaryOperator.identity());
        var source = new PGSimpleDataSource();
        source.setUrl(bench.database().url());
        source.setUser("tidemark_app");
        source.setPassword("tidemark_app");
        try (var sessions = new Sessions(source);
                var client = new PageClient(node.node(), node.token())) {
            List<Question> questions = new ArrayList<>();
            for (String filter : FILTERS) questions.add(new Question(filter, sessions, source));
            WarmUp.until(node.node(), () -> rounds(WARM_UP_ROUNDS, questions, client));
            for (Question question : questions) question.forget();
            var nothing = rounds(ROUNDS, questions, client);
            for (Question question : questions) question.report(table);
            for (int percent : PERCENTS) {
                var row = Measured.alone(nothing.median(percent));
                table.add(new Row(name(), NOTHING + ", p" + percent, "ms", row, "", Goal.NONE));
            }
        }
    }

    /**
     * In rounds, lest what disturbs the machine for a second disturbs one filter only; each in an order of its own, lest what
     * comes once a round meets the same filter each time.
     *
     * @return what {@link #NOTHING} took
     */
    private static Percentiles rounds(int count, List<Question> questions, PageClient client) throws Exception {
        var nothing = new Percentiles();
        List<Question> order = new ArrayList<>(questions);
        for (int round = 0; round < count; round++) {
            Collections.shuffle(order, new Random(round));
            for (Question question : order) question.ask(client, round % 2 == 0);
            for (int i = 0; i < QUESTIONS; i++) {
                long start = System.nanoTime();
                client.get(NOTHING);
                nothing.add(millisSince(start));
            }
            nothing.endRound();
        }
        return nothing;
    }

    private static String path(String filter) {
        return "/api/v1/events?limit=" + PAGE + "&" + filter;
    }

    /** A connection for each way in which the product has a statement planned. */
    private static final class Sessions implements AutoCloseable {
        private final DataSource source;
        private final Map<String, Connection> connections = new HashMap<>();

        Sessions(DataSource source) {
            this.source = source;
        }

        Connection planning(String settings) throws SQLException {
            Connection known = connections.get(settings);
            if (known != null) return known;
            Connection connection = source.getConnection();
            connections.put(settings, connection);
            new Sql(connection).run(settings);
            return connection;
        }

        @Override
        public void close() throws SQLException {
            for (Connection connection : connections.values()) connection.close();
        }
    }

    /** A filter, asked for over HTTP and by its statement alone. */
    private static final class Question {
        private final String filter;
        private final PreparedStatement statement;
        private final Percentiles overHttp = new Percentiles();
        private final Percentiles prepared = new Percentiles();

        Question(String filter, Sessions sessions, DataSource source) throws SQLException {
            this.filter = filter;
            Asked asked = Asked.firstPage(filter, source);
            statement = sessions.planning(asked.planning()).prepareStatement(asked.sql());
            for (int i = 0; i < asked.parameters().size(); i++) {
                Object value = asked.parameters().get(i);
                statement.setObject(i + 1, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
            }
        }

        /** Each a hundred times in a row, as psql would: whoever takes turns finds the other's rows in the processor's caches. */
        void ask(PageClient client, boolean httpFirst) throws Exception {
            Set<List<Long>> answers = new HashSet<>();
            if (httpFirst) overHttp(client, answers);
            for (int i = 0; i < QUESTIONS; i++) {
                List<Long> rows = new ArrayList<>();
                prepared.add(timed(statement, rows));
                answers.add(rows);
            }
            prepared.endRound();
            if (!httpFirst) overHttp(client, answers);
            Wrong.unless(answers.size() == 1, filter + ": " + answers);
        }

        /** A page that is as the last one was is not read: reading is the client's work, and its garbage. */
        private void overHttp(PageClient client, Set<List<Long>> answers) throws IOException {
            byte[] last = {};
            for (int i = 0; i < QUESTIONS; i++) {
                long start = System.nanoTime();
                byte[] page = client.get(path(filter));
                overHttp.add(millisSince(start));
                if (!Arrays.equals(page, last)) answers.add(positions(page));
                last = page;
            }
            overHttp.endRound();
        }

        private static List<Long> positions(byte[] page) {
            List<Long> positions = new ArrayList<>();
            for (var event : JsonMapper.shared().readTree(page).path("events"))
                positions.add(event.path("seq").asLong());
            return positions;
        }

        /** Drops what was measured so far: it was the warm-up. */
        void forget() {
            overHttp.forget();
            prepared.forget();
        }

        void report(Table table) {
            for (int percent : PERCENTS) {
                table.add(new Row(
                        "query",
                        filter + ", p" + percent + " of " + QUESTIONS + ", log of " + Table.number((double) ROWS),
                        "ms",
                        Measured.of(overHttp.median(percent), prepared.median(percent)),
                        "the same statement by JDBC, prepared, planned as the product has it planned",
                        Goal.within(SLACK_MILLIS)));
            }
        }
    }

    /** Of each round's milliseconds. */
    private static final class Percentiles {
        private final List<double[]> rounds = new ArrayList<>();
        private final List<Double> round = new ArrayList<>();

        void add(double millis) {
            round.add(millis);
        }

        void endRound() {
            rounds.add(round.stream().mapToDouble(Double::doubleValue).toArray());
            round.clear();
        }

        void forget() {
            rounds.clear();
        }

        double median(int percent) {
            return Measured.median(rounds.stream()
                    .mapToDouble(millis -> Measured.percentile(percent, millis))
                    .toArray());
        }
    }

    private static double timed(PreparedStatement statement, List<Long> seqs) throws Exception {
        long start = System.nanoTime();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) if (seqs.size() < PAGE) seqs.add(rows.getLong(1));
        }
        return millisSince(start);
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
