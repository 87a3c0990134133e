package io.tidemark.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A database whose log holds a million events of {@link FilledLog}: filled by the first test that asks, and only read. */
public record Million(String url) {
    public static final int EVENTS = 1_000_000;

    public static final int PAYLOADS = EVENTS / 100;

    private static @Nullable Million filled;

    public static synchronized Million filled() throws Exception {
        if (filled == null) filled = fill();
        return filled;
    }

    public Connection asApp() throws SQLException {
        return DriverManager.getConnection(url, "tidemark_app", "tidemark_app");
    }

    private static Million fill() throws Exception {
        var server = Servers.database();
        try (var connection = server.asSuperuser()) {
            new Sql(connection).run("create database million owner tidemark");
        }
        var million = new Million("jdbc:postgresql://127.0.0.1:" + server.port() + "/million");
        Migrations.run(million.url);
        FilledLog.fill(() -> DriverManager.getConnection(million.url, "tidemark", "tidemark"), EVENTS, EVENTS / 4);
        return million;
    }
}
