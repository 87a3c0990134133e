package io.tidemark.acceptance;

import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** A database of its own on the shared server, with Tidemark's schema and nobody who sequences. */
record Schema(String url) {

    static Schema create() throws SQLException {
        var schema = empty();
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(schema.url, "tidemark", "tidemark")
                .defaultSchema("tidemark")
                .createSchemas(true)
                .locations("classpath:db/migration")
                .failOnMissingLocations(true)
                .placeholders(Map.of("application", "tidemark_app"))
                .load()
                .migrate();
        return schema;
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

    Connection asApp() throws SQLException {
        return DriverManager.getConnection(url, "tidemark_app", "tidemark_app");
    }

    Connection asOwner() throws SQLException {
        return DriverManager.getConnection(url, "tidemark", "tidemark");
    }
}
