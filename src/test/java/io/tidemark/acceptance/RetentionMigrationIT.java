package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A log of the version before, with payloads, and a node of that version that goes on. */
class RetentionMigrationIT {
    private static final String STEP = "select tidemark.sequence_step(1000)";

    @Test
    void keepsWhatIsThereAndLetsTheVersionBeforeGoOn() throws SQLException {
        Schema schema = Schema.empty();
        flyway(schema, "6").migrate();
        UUID before = UUID.randomUUID();
        UUID waiting = UUID.randomUUID();
        UUID after = UUID.randomUUID();
        try (Connection app = schema.asApp();
                Connection owner = schema.asOwner()) {
            Sql sql = new Sql(app);
            store(app, before);
            assertThat(sql.count(STEP)).isEqualTo(1);
            store(app, waiting);

            flyway(schema, "latest").migrate();

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

    private static void store(Connection app, UUID id) throws SQLException {
        InboxRow.of("login").withId(id).with("has_payload", true).insert(app);
        PayloadRow.of(id).side("request", "{\"id\":\"" + id + "\"}").insert(app);
    }

    private static Flyway flyway(Schema schema, String target) {
        return Flyway.configure(RetentionMigrationIT.class.getClassLoader())
                .dataSource(schema.url(), "tidemark", "tidemark")
                .defaultSchema("tidemark")
                .createSchemas(true)
                .locations("classpath:db/migration")
                .target(target)
                .placeholders(Map.of("application", "tidemark_app"))
                .load();
    }
}
