package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A log of the version before, with payloads, and a node of that version that goes on. */
class RetentionMigrationIT {
    private static final String RIGHTS = """
            grant usage on schema tidemark to tidemark_app;
            grant insert, select on all tables in schema tidemark to tidemark_app;
            grant execute on all functions in schema tidemark to tidemark_app
            """;
    private static final String STEP = "select tidemark.sequence_step(1000)";

    @Test
    void keepsWhatIsThereAndLetsTheVersionBeforeGoOn() throws SQLException {
        Schema schema = Schema.empty();
        flyway(schema, "6", "none").migrate();
        try (Connection owner = schema.asOwner()) {
            new Sql(owner).run(RIGHTS);
        }
        UUID before = UUID.randomUUID();
        UUID waiting = UUID.randomUUID();
        UUID after = UUID.randomUUID();
        try (Connection app = schema.asApp();
                Connection owner = schema.asOwner()) {
            Sql sql = new Sql(app);
            store(app, before);
            assertThat(sql.count(STEP)).isEqualTo(1);
            store(app, waiting);

            flyway(schema, "latest", "R").migrate();

            // As the version before does it: the same statements, over the connection that it has.
            store(app, after);
            assertThat(sql.count(STEP)).isEqualTo(2);
            assertThat(sql.rows("select id from tidemark.log order by seq"))
                    .extracting(row -> row.get("id"))
                    .containsExactly(before, waiting, after);
            for (UUID id : new UUID[] {before, waiting, after}) {
                assertThat(sql.one(String.class, "select request from tidemark.payload where event_id = ?", id))
                        .isEqualTo("{\"id\":\"" + id + "\"}");
            }
            assertThat(sql.count("select oldest_seq from tidemark.retention")).isEqualTo(1);
            assertThat(sql.count("select coalesce(min(seq), 0) from tidemark.log"))
                    .isEqualTo(1);
            // The partitions that are there end where they ended, and new ones are as large as before.
            assertThat(new Sql(owner).count("select beyond from tidemark.log_parts()"))
                    .isEqualTo(10_000_001);
            assertThat(new Sql(owner).count("select partition_rows from tidemark.sequencer"))
                    .isEqualTo(10_000_000);
        }
    }

    /** An application that embeds the emitter, as a role of its own, and is not updated with the audit server. */
    @Test
    void keepsTheRightsOfOtherRoles() throws SQLException {
        Schema schema = Schema.empty();
        flyway(schema, "6", "none").migrate();
        String role = "host_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection superuser = Servers.database().asSuperuser();
                Connection owner = schema.asOwner()) {
            new Sql(superuser).run("create role " + role + " login password 'host'");
            new Sql(owner).run("grant usage on schema tidemark to " + role);
            new Sql(owner)
                    .run("grant execute on function tidemark.captured_whole(text, bigint, boolean, boolean) to "
                            + role);
            new Sql(owner)
                    .run("grant insert (event_id, request, request_bytes, request_redacted, request_altered)"
                            + " on tidemark.payload to " + role);
        }

        flyway(schema, "latest", "R").migrate();

        try (Connection host = DriverManager.getConnection(schema.url(), role, "host")) {
            PayloadRow.of(UUID.randomUUID()).side("request", "{}").insert(host);
            assertThatThrownBy(() -> new Sql(host).count("select count(*) from tidemark.payload"))
                    .hasMessageContaining("permission denied");
        }
    }

    private static void store(Connection app, UUID id) throws SQLException {
        InboxRow.of("login").withId(id).with("has_payload", true).insert(app);
        PayloadRow.of(id).side("request", "{\"id\":\"" + id + "\"}").insert(app);
    }

    /** The rights of this version name what the version before lacks. */
    private static Flyway flyway(Schema schema, String target, String repeatable) {
        return Flyway.configure(RetentionMigrationIT.class.getClassLoader())
                .dataSource(schema.url(), "tidemark", "tidemark")
                .defaultSchema("tidemark")
                .createSchemas(true)
                .locations("classpath:db/migration")
                .target(target)
                .repeatableSqlMigrationPrefix(repeatable)
                .placeholders(Map.of("application", "tidemark_app"))
                .load();
    }
}
