package io.tidemark.checker;

import io.tidemark.dev.EmbeddedDatabase;
import io.tidemark.testing.NodeSpec;
import io.tidemark.testing.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Nodes on one database, with a passage between any two that talk. */
record Cluster(EmbeddedDatabase database, List<Member> members, Passage emitters) implements AutoCloseable {

    /**
     * Starts as many nodes as there are changes to make, all at once, on an empty database.
     *
     * @param clock whether the first is to have a clock of its own, if there is one to be had
     */
    static Cluster start(String name, List<UnaryOperator<NodeSpec>> changes, boolean clock) throws IOException {
        var base = Path.of(System.getProperty("project.basedir", "")).toAbsolutePath();
        var database =
                EmbeddedDatabase.startEmpty(base.resolve("target/servers").resolve(name), 0);
        var starting = new ArrayList<CompletableFuture<Member>>();
        for (var change : changes) {
            var node = name + "-" + (starting.size() + 1);
            var own = clock && starting.isEmpty() && WallClock.isAvailable()
                    ? WallClock.in(base.resolve("target/checker"), node)
                    : null;
            starting.add(CompletableFuture.supplyAsync(() -> Member.start(database, node, own, change)));
        }
        var members = starting.stream().map(CompletableFuture::join).toList();
        return new Cluster(database, members, Passage.to(database.port()));
    }

    /** The newest position. */
    long head() throws SQLException {
        try (var app = database.asApp()) {
            return new Sql(app).count("select next_seq - 1 from tidemark.sequencer");
        }
    }

    /** As an application that writes into the database itself. */
    Connection connect() throws SQLException {
        DriverManager.setLoginTimeout(5);
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + emitters.port() + "/tidemark?socketTimeout=20",
                "tidemark_app",
                "tidemark_app");
    }

    @Override
    public void close() throws IOException {
        for (var member : members) member.close();
        emitters.close();
        database.close();
    }
}
