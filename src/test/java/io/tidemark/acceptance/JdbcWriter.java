package io.tidemark.acceptance;

import io.tidemark.acceptance.Book.Outcome;
import io.tidemark.testing.Await;
import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes into the inbox with the application's role: commits, rolls back to savepoints and altogether, and leaves
 * transactions in doubt for a while. It outlives a crash of the database.
 */
final class JdbcWriter extends Writer {

    private static final int IN_DOUBT = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Callable<Connection> database;
    private final Deque<InDoubt> inDoubt = new ArrayDeque<>();
    private @Nullable Connection connection;

    /** A prepared transaction and what is to become of it. */
    private record InDoubt(String name, List<UUID> ids, long began, boolean commit) {}

    JdbcWriter(long seed, String service, Book book, BooleanSupplier enough, Callable<Connection> database) {
        super(seed, service, book, enough);
        this.database = database;
    }

    @Override
    void transaction() throws SQLException {
        if (inDoubt.size() == IN_DOUBT || (!inDoubt.isEmpty() && chance(10))) resolve(inDoubt.remove());
        Connection open = connection();
        long began = book.tick();
        var ids = new ArrayList<UUID>();
        try {
            write(open, ids);
        } catch (SQLException e) {
            connection = null;
            book.add(Outcome.ROLLED_BACK, ids, began);
            return;
        }
        end(open, ids, began);
    }

    @Override
    void finish() throws SQLException {
        while (!inDoubt.isEmpty()) resolve(inDoubt.remove());
        if (connection != null) connection.close();
    }

    private void write(Connection open, List<UUID> ids) throws SQLException {
        var rows = rows();
        for (var row : rows) ids.add(row.id());
        var shuffled = new ArrayList<>(rows);
        if (chance(30)) Collections.shuffle(shuffled, random); // as JPA may flush them
        for (var row : shuffled) {
            if (chance(5)) regret(open);
            row.insert(open);
            think();
        }
    }

    /** An event that is taken back, alone. */
    private void regret(Connection open) throws SQLException {
        var savepoint = open.setSavepoint();
        row().insert(open);
        open.rollback(savepoint);
    }

    private void end(Connection open, List<UUID> ids, long began) throws SQLException {
        boolean commit = !chance(33);
        if (chance(10)) {
            prepare(open, new InDoubt("order-" + UUID.randomUUID(), ids, began, commit));
            return;
        }
        try {
            if (commit) open.commit();
            else open.rollback();
            book.add(commit ? Outcome.COMMITTED : Outcome.ROLLED_BACK, ids, began);
        } catch (SQLException e) {
            connection = null;
            book.add(commit ? Outcome.UNKNOWN : Outcome.ROLLED_BACK, ids, began);
        }
    }

    private void prepare(Connection open, InDoubt transaction) throws SQLException {
        try {
            new Sql(open).run("prepare transaction '" + transaction.name + "'");
            inDoubt.add(transaction);
        } catch (SQLException e) {
            connection = null;
            if (isInDoubt(transaction)) inDoubt.add(transaction);
            else book.add(Outcome.ROLLED_BACK, transaction.ids, transaction.began);
        }
    }

    /** As a transaction manager: until it is done, whatever breaks. */
    private void resolve(InDoubt transaction) throws SQLException {
        while (isInDoubt(transaction)) {
            Connection open = connection();
            try {
                open.setAutoCommit(true);
                var verb = transaction.commit ? "commit" : "rollback";
                new Sql(open).run(verb + " prepared '" + transaction.name + "'");
                open.setAutoCommit(false);
            } catch (SQLException e) {
                connection = null;
            }
        }
        book.add(transaction.commit ? Outcome.COMMITTED : Outcome.ROLLED_BACK, transaction.ids, transaction.began);
    }

    private boolean isInDoubt(InDoubt transaction) throws SQLException {
        while (true) {
            Connection open = connection();
            try {
                long found =
                        new Sql(open).count("select count(*) from pg_prepared_xacts where gid = ?", transaction.name);
                open.commit();
                return found > 0;
            } catch (SQLException e) {
                connection = null;
            }
        }
    }

    private Connection connection() throws SQLException {
        var open = connection;
        if (open == null) {
            open = Await.until("connection", PATIENCE, this::tryToConnect, found -> found.size() == 1)
                    .get(0);
            open.setAutoCommit(false);
            connection = open;
        }
        return open;
    }

    private List<Connection> tryToConnect() throws Exception {
        try {
            return List.of(database.call());
        } catch (SQLException e) {
            return List.of();
        }
    }
}
