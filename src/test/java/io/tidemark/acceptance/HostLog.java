package io.tidemark.acceptance;

import io.tidemark.testing.Await;
import io.tidemark.testing.Frame;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import io.tidemark.testing.SseReader;
import io.tidemark.testing.Token;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What the shared database and the shared node know of one account, which is random: nobody else writes of it. */
final class HostLog implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);

    private final String account = "host-" + UUID.randomUUID();
    private final Connection connection;
    private final Sql sql;

    HostLog() {
        try {
            connection = Servers.database().asSuperuser();
        } catch (SQLException e) {
            throw new IllegalStateException("The shared database does not answer", e);
        }
        sql = new Sql(connection);
    }

    String account() {
        return account;
    }

    Sql sql() {
        return sql;
    }

    /** A stream of the account's events from now on. */
    SseReader reader() {
        var token = Token.of("reader-of-" + account).roles("audit-reader").sign();
        return SseReader.open(Servers.node(), "/api/v1/stream?account=" + account, token);
    }

    /** Waits for this many of the account's events; their steps, in order. */
    List<Integer> awaitSteps(int count) {
        return Await.until(count + " events of " + account, SOON, this::steps, steps -> steps.size() >= count);
    }

    /** The steps of the account's events, in order of their positions. */
    List<Integer> steps() throws SQLException {
        return sql
                .rows("select metadata ->> 'step' as step from tidemark.log where account_id = ? order by seq", account)
                .stream()
                .map(row -> Integer.valueOf(String.valueOf(row.get("step"))))
                .toList();
    }

    /** The account's rows in the application's own table. */
    long transfers() throws SQLException {
        return sql.count("select count(*) from host.transfer where account = ?", account);
    }

    /** The account's events that have no position yet. */
    long waiting() throws SQLException {
        return sql.count("select count(*) from tidemark.inbox where account_id = ?", account);
    }

    static int step(Frame frame) {
        return frame.json().path("metadata").path("step").asInt();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
