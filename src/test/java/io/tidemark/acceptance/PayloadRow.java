package io.tidemark.acceptance;

import io.tidemark.testing.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row for the payloads, written as any program with the application's role can write it. Immutable. */
record PayloadRow(UUID eventId, Map<String, @Nullable Object> columns) {
    static PayloadRow of(UUID eventId) {
        return new PayloadRow(eventId, Map.of());
    }

    /** A side that was kept; flagged as redacted if it says so. */
    PayloadRow side(String name, String json) {
        long bytes = json.getBytes(StandardCharsets.UTF_8).length;
        return side(name, json, bytes, json.contains("[redacted]"));
    }

    /** A side that was too large. */
    PayloadRow dropped(String name, long bytes) {
        return side(name, null, bytes, false);
    }

    PayloadRow with(String column, @Nullable Object value) {
        var more = new LinkedHashMap<>(columns);
        more.put(column, value);
        return new PayloadRow(eventId, more);
    }

    private PayloadRow side(String name, @Nullable String json, long bytes, boolean redacted) {
        return with(name, json)
                .with(name + "_bytes", bytes)
                .with(name + "_redacted", redacted)
                .with(name + "_altered", false);
    }

    void insert(Connection connection) throws SQLException {
        var names = new ArrayList<>(List.of("event_id"));
        var values = new ArrayList<@Nullable Object>(List.of(eventId));
        columns.forEach((name, value) -> {
            names.add(name);
            values.add(value);
        });
        var sql = "insert into tidemark.payload (%s) values (%s)"
                .formatted(
                        String.join(", ", names),
                        String.join(", ", names.stream().map(name -> "?").toList()));
        new Sql(connection).run(sql, values.toArray());
    }
}
