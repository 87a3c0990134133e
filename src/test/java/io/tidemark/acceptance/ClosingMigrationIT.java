package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testing.Await;
import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an event closes is computed by the step from V12 on: no event may pass between the ways that leaves open what it closes. */
class ClosingMigrationIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String RIGHTS = """
            grant usage on schema tidemark to tidemark_app;
            grant insert, select on all tables in schema tidemark to tidemark_app;
            grant execute on all functions in schema tidemark to tidemark_app
            """;
    private static final String STEP = "select tidemark.sequence_step(1000)";
    private static final String BODY = "select pg_get_functiondef('tidemark.sequence_step(int)'::regprocedure)";
    private static final String CLOSED = "select count(*) from tidemark.log where revoked_id = 'the-session'";

    private Schema schema;
    private Connection app;
    private Connection owner;

    @BeforeEach
    void open() throws SQLException {
        schema = Schema.empty();
        flyway("11").migrate();
        app = schema.asApp();
        owner = schema.asOwner();
        new Sql(owner).run(RIGHTS);
    }

    @AfterEach
    void close() throws SQLException {
        app.close();
        owner.close();
    }

    @Test
    void keepsWhatEventsClosedAndLetsNoStepInMeanwhile() throws SQLException {
        logout();
        assertThat(new Sql(app).count(STEP)).isEqualTo(1);
        logout();
        owner.setAutoCommit(false);
        new Sql(owner).count("select count(*) from tidemark.log");

        var migration = CompletableFuture.runAsync(() -> flyway("latest").migrate());
        Await.until("a migration that waits for a reader", SOON, () -> waits() || migration.isDone());
        long moved = new Sql(app).count(STEP);
        owner.commit();
        migration.join();

        assertThat(moved).isEqualTo(-1);
        assertThat(new Sql(app).count(STEP)).isEqualTo(1);
        logout();
        assertThat(new Sql(app).count(STEP)).isEqualTo(1);
        assertThat(new Sql(owner).count(CLOSED)).isEqualTo(3);
    }

    /** Its session had begun to run it when the migration committed. */
    @Test
    void failsAStepThatGoesOnAsBefore() throws SQLException {
        Sql sql = new Sql(owner);
        String before = sql.one(String.class, BODY);
        flyway("latest").migrate();
        String after = sql.one(String.class, BODY);
        sql.run(before);
        logout();

        assertThatThrownBy(() -> new Sql(app).count(STEP)).hasMessageContaining("are to be computed");

        sql.run(after);
        assertThat(new Sql(app).count(STEP)).isEqualTo(1);
        assertThat(sql.count(CLOSED)).isEqualTo(1);
    }

    private void logout() throws SQLException {
        InboxRow.of("logout").with("session_id", "the-session").insert(app);
    }

    private boolean waits() throws SQLException {
        return new Sql(app)
                        .count(
                                "select count(*) from pg_locks where not granted and relation = 'tidemark.log'::regclass")
                > 0;
    }

    private Flyway flyway(String target) {
        return Flyway.configure(ClosingMigrationIT.class.getClassLoader())
                .dataSource(schema.url(), "tidemark", "tidemark")
                .defaultSchema("tidemark")
                .createSchemas(true)
                .locations("classpath:db/migration")
                .target(target)
                .repeatableSqlMigrationPrefix("none")
                .placeholders(Map.of("application", "tidemark_app"))
                .load();
    }
}
