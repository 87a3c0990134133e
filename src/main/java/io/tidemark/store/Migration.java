package io.tidemark.store;

import io.tidemark.event.LogUnavailable;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/** Brings the schema {@code tidemark} to this version, as its owner. Nodes that start together wait for each other. */
@ApplicationScoped
public class Migration {
    @Resource(lookup = "jdbc/tidemark-owner", shareable = false)
    private DataSource owner;

    @Resource(lookup = "java:comp/DefaultDataSource", shareable = false)
    private DataSource application;

    /**
     * Migrates; how many steps it took.
     *
     * @throws LogUnavailable if the database does not answer, or refuses a step
     */
    public int run() {
        try {
            return migrate(user(application));
        } catch (FlywayException e) {
            throw new LogUnavailable("The schema 'tidemark' could not be migrated", e);
        }
    }

    private int migrate(String user) {
        MigrateResult result = Flyway.configure(Migration.class.getClassLoader())
                .dataSource(owner)
                .defaultSchema("tidemark")
                .schemas("tidemark")
                .createSchemas(true)
                .locations("classpath:db/migration")
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                .placeholders(Map.of("application", user))
                .load()
                .migrate();
        return result.migrationsExecuted;
    }

    private static String user(DataSource source) {
        try (Connection connection = source.getConnection()) {
            return Jdbc.query(connection, "select current_user", List.of(), rows -> {
                rows.next();
                return rows.getString(1);
            });
        } catch (SQLException e) {
            throw new LogUnavailable("The database at pg.url refused pg.user", e);
        }
    }
}
