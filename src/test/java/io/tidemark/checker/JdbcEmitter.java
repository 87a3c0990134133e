package io.tidemark.checker;

import io.tidemark.acceptance.InboxRow;
import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes into the inbox with the application's role: commits, rolls back to savepoints and altogether, and leaves
 * transactions in doubt for a while.
 */
final class JdbcEmitter extends Emitter {
    private static final int IN_DOUBT = 2;
    private static final int MOST = 20;

    private final Deque<InDoubt> inDoubt = new ArrayDeque<>();
    private @Nullable Connection connection;

    /** A prepared transaction and what is to become of it. */
    private record InDoubt(String transaction, boolean commit) {}

    private final int pause;

    /** @param pause milliseconds between two transactions, at most */
    JdbcEmitter(Stage stage, String name, long seed, int pause) {
        super(stage, name, seed);
        this.pause = pause;
    }

    @Override
    void act() {
        if (inDoubt.size() == IN_DOUBT || (!inDoubt.isEmpty() && chance(10))) resolve(inDoubt.remove());
        think(pause);
        var open = connection();
        if (open == null) return;
        var rows = new ArrayList<InboxRow>();
        long skew = TimeUnit.MINUTES.toMicros(random.nextInt(-60, 60));
        for (int i = some(MOST); i > 0; i--) rows.add(row().later(skew));
        var undone = chance(20) ? row() : null;
        var transaction = begin(
                "jdbc",
                rows.stream().map(InboxRow::id).toList(),
                undone == null ? List.of() : List.of(undone.id()),
                null);
        if (chance(30)) Collections.shuffle(rows, random); // as JPA may flush them
        transact(open, transaction, rows, undone);
    }

    @Override
    void finish() throws SQLException {
        while (!inDoubt.isEmpty()) resolve(inDoubt.remove());
        forget();
    }

    private void transact(Connection open, String transaction, List<InboxRow> rows, @Nullable InboxRow undone) {
        boolean commit = !chance(25);
        boolean prepare = chance(10);
        try {
            for (var row : rows) {
                row.insert(open);
                if (chance(10)) think(100);
            }
            if (undone != null) regret(open, undone);
            if (!commit && !prepare) open.rollback();
        } catch (SQLException e) {
            commit = false; // it was never told to
            forget();
        }
        if (prepare && connection != null) prepare(open, new InDoubt(transaction, commit));
        else end(transaction, commit ? commit(open) : Outcome.ROLLED_BACK);
    }

    private Outcome commit(Connection open) {
        try {
            open.commit();
            return Outcome.COMMITTED;
        } catch (SQLException e) {
            forget();
            return Outcome.UNKNOWN;
        }
    }

    /** An event that is taken back, alone. */
    private static void regret(Connection open, InboxRow undone) throws SQLException {
        var savepoint = open.setSavepoint();
        undone.insert(open);
        open.rollback(savepoint);
    }

    private void prepare(Connection open, InDoubt transaction) {
        try {
            new Sql(open).run("prepare transaction '" + transaction.transaction + "'");
        } catch (SQLException e) {
            forget();
        }
        inDoubt.add(transaction);
    }

    /** As a transaction manager: until it is done, whatever breaks. One that was not prepared is taken back. */
    private void resolve(InDoubt transaction) {
        boolean found = false;
        var outcome = Outcome.UNKNOWN;
        while (outcome == Outcome.UNKNOWN) {
            var open = connection();
            if (open == null) continue;
            try {
                if (!isInDoubt(open, transaction)) {
                    outcome = found && transaction.commit ? Outcome.COMMITTED : Outcome.ROLLED_BACK;
                } else {
                    found = true;
                    settle(open, transaction);
                }
            } catch (SQLException e) {
                forget();
            }
        }
        end(transaction.transaction, outcome);
    }

    private static void settle(Connection open, InDoubt transaction) throws SQLException {
        open.setAutoCommit(true);
        var verb = transaction.commit ? "commit" : "rollback";
        new Sql(open).run(verb + " prepared '" + transaction.transaction + "'");
        open.setAutoCommit(false);
    }

    private static boolean isInDoubt(Connection open, InDoubt transaction) throws SQLException {
        long found =
                new Sql(open).count("select count(*) from pg_prepared_xacts where gid = ?", transaction.transaction);
        open.commit();
        return found > 0;
    }

    private InboxRow row() {
        var type = type();
        return InboxRow.of(type).with("service", stage.service()).with("outcome", outcome(type));
    }

    /** Null, and a moment later, if there is none to be had. */
    private @Nullable Connection connection() {
        if (connection != null) return connection;
        try {
            var open = stage.cluster().connect();
            open.setAutoCommit(false);
            connection = open;
        } catch (SQLException e) {
            think(500);
        }
        return connection;
    }

    private void forget() {
        try {
            if (connection != null) connection.close();
        } catch (SQLException e) {
            // It is broken.
        }
        connection = null;
    }
}
