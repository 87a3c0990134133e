package io.tidemark.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** Tidemark's schema in a database that no audit server has been at. */
public final class Migrations {
    private Migrations() {}

    /** As an audit server does it when it starts; {@code url} names a database that the owner may use, {@code further} more to do. */
    public static void run(String url, String... further) {
        List<String> locations = new ArrayList<>(List.of("classpath:db/migration"));
        locations.addAll(List.of(further));
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(url, "tidemark", "tidemark")
                .defaultSchema("tidemark")
                .createSchemas(true)
                .locations(locations.toArray(String[]::new))
                .failOnMissingLocations(true)
                .placeholders(Map.of("application", "tidemark_app"))
                .load()
                .migrate();
    }
}
