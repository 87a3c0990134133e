package io.tidemark.acceptance;

import io.tidemark.dev.EmbeddedDatabase;
import io.tidemark.testing.Migrations;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database with Tidemark's schema and nobody who sequences. */
record Schema(String url) {

    /** A database of its own on the shared server. */
    static Schema create() throws SQLException {
        return empty().migrate();
    }

    /** The database of that server. */
    static Schema of(EmbeddedDatabase server) {
        return new Schema(server.url()).migrate();
    }

    /** The same, as a later version will have left it. */
    static Schema ofLaterVersion(EmbeddedDatabase server) {
        return new Schema(server.url()).migrate("classpath:db/future");
    }

    private Schema migrate(String... further) {
        Migrations.run(url, further);
        return this;
    }

    /** Without the schema: for a node that migrates it. */
    static Schema empty() throws SQLException {
        var server = Servers.database();
        var name = "own_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = server.asSuperuser()) {
            new Sql(connection).run("create database " + name + " owner tidemark");
        }
        return new Schema("jdbc:postgresql://127.0.0.1:" + server.port() + "/" + name);
    }

    DataSource source() {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser("tidemark_app");
        source.setPassword("tidemark_app");
        return source;
    }

    Connection asApp() throws SQLException {
        return DriverManager.getConnection(url, "tidemark_app", "tidemark_app");
    }

    Connection asOwner() throws SQLException {
        return DriverManager.getConnection(url, "tidemark", "tidemark");
    }
}
