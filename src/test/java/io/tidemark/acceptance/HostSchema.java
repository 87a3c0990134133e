package io.tidemark.acceptance;

import io.tidemark.dev.EmbeddedDatabase;
import io.tidemark.testing.Sql;
import java.sql.SQLException;

/** The table of the application of {@code io.tidemark.host}. */
final class HostSchema {
    private HostSchema() {}

    static void create(EmbeddedDatabase database) throws SQLException {
        try (var owner = database.asSuperuser()) {
            new Sql(owner).run("""
                    create schema if not exists host;
                    create table if not exists host.transfer (id uuid primary key, account text not null);
                    grant usage on schema host to tidemark_app;
                    grant select, insert on host.transfer to tidemark_app;
                    """);
        }
    }
}
