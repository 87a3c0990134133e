package io.tidemark.store;

import io.tidemark.event.LogTooSlow;
import io.tidemark.event.LogUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Runs one statement on a connection of its own. */
final class Jdbc {
    /**
     * One round trip: two more would cost a page a tenth of its time. A transaction all the same, since the driver
     * sends them one by one with {@code preferQueryMode=simple}, and the setting is to hold for the statement and no longer.
     */
    private static final String WITHIN = "begin; select set_config('statement_timeout', ?, true)%s; %s; rollback";

    /**
     * One plan for all values, and of all paths those that are right for a log of any size: a plan that was made for ten rows
     * is still there when there are a million. Such a plan has a cost at which PostgreSQL would compile it.
     */
    static final String GENERIC = Stream.of("enable_seqscan", "enable_sort", "jit")
            .map(", set_config('%s', 'off', true)"::formatted)
            .collect(Collectors.joining("", ", set_config('plan_cache_mode', 'force_generic_plan', true)", ""));

    private static final String CANCELED = "57014";

    private Jdbc() {}

    interface Reading<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private interface Answers<T> {
        T read(PreparedStatement message) throws SQLException;
    }

    /** What two questions were answered with. */
    record Both<T, U>(T first, U second) {}

    static <T> T query(DataSource source, String sql, List<?> parameters, Reading<T> reading) {
        try (Connection connection = source.getConnection()) {
            return query(connection, sql, parameters, reading);
        } catch (SQLException e) {
            throw new LogUnavailable("The database failed to answer", e);
        }
    }

    static <T> T query(Connection connection, String sql, List<?> parameters, Reading<T> reading) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                return reading.read(rows);
            }
        }
    }

    /** The same; without an answer for so long, the connection is given up. The database is not told to stop. */
    static <T> T query(DataSource source, String sql, List<?> parameters, Duration silence, Reading<T> reading) {
        try (Connection connection = source.getConnection()) {
            int usual = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(silence.toMillis()));
            T answer = query(connection, sql, parameters, reading);
            connection.setNetworkTimeout(Runnable::run, usual);
            return answer;
        } catch (SQLException e) {
            throw new LogUnavailable("The database failed to answer", e);
        }
    }

    /**
     * The same, ended by the database after that time. It has a transaction of its own, which it rolls back: a caller's would go with it.
     *
     * @throws LogTooSlow if it was
     * @throws IllegalStateException if the connection is in the caller's transaction
     */
    static <T> T query(DataSource source, Duration timeout, Question question, Reading<T> reading) {
        return within(source, timeout, question, message -> next(message, reading));
    }

    /** The same, and then another question: it sees all that the first saw. */
    static <T, U> Both<T, U> query(
            DataSource source,
            Duration timeout,
            Question first,
            Reading<T> reading,
            Question second,
            Reading<U> readingSecond) {
        List<Object> parameters = new ArrayList<>(first.parameters());
        parameters.addAll(second.parameters());
        Question both = new Question(first.sql() + "; " + second.sql(), parameters, first.generic());
        return within(
                source, timeout, both, message -> new Both<>(next(message, reading), next(message, readingSecond)));
    }

    private static <T> T within(DataSource source, Duration timeout, Question question, Answers<T> answers) {
        String sql = WITHIN.formatted(question.generic() ? GENERIC : "", question.sql());
        List<Object> all = new ArrayList<>();
        all.add(Long.toString(timeout.toMillis()));
        all.addAll(question.parameters());
        try (Connection connection = source.getConnection();
                PreparedStatement message = connection.prepareStatement(sql)) {
            if (!connection.getAutoCommit()) throw new IllegalStateException("The log is read outside of transactions");
            bind(message, all);
            try {
                message.execute();
            } catch (SQLException e) {
                rollback(connection, e);
                throw e;
            }
            next(message, ResultSet::next);
            T answer = answers.read(message);
            skipResults(message);
            return answer;
        } catch (SQLException e) {
            if (CANCELED.equals(e.getSQLState())) throw new LogTooSlow("The database took longer than " + timeout, e);
            throw new LogUnavailable("The database failed to answer", e);
        }
    }

    /** What came after the statement that failed was not run. */
    private static void rollback(Connection connection, SQLException cause) {
        try (Statement rollback = connection.createStatement()) {
            rollback.execute("rollback");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static <T> T next(PreparedStatement message, Reading<T> reading) throws SQLException {
        if (!message.getMoreResults()) throw new SQLException("The database left out an answer");
        try (ResultSet rows = message.getResultSet()) {
            return reading.read(rows);
        }
    }

    /** Up to the last, of the rollback: of a statement that has some left, the container keeps nothing, and the next is parsed anew. */
    private static void skipResults(PreparedStatement message) throws SQLException {
        boolean rows;
        do rows = message.getMoreResults();
        while (rows || message.getUpdateCount() != -1);
    }

    static int update(DataSource source, String sql, List<?> parameters) {
        try (Connection connection = source.getConnection()) {
            return update(connection, sql, parameters);
        } catch (SQLException e) {
            throw new LogUnavailable("The database failed to answer", e);
        }
    }

    static int update(Connection connection, String sql, List<?> parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, List<?> parameters) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            Object value = parameters.get(i);
            statement.setObject(i + 1, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
        }
    }
}
