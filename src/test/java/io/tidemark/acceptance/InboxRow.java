package io.tidemark.acceptance;

import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A row for the inbox, written as any program with the application's role can write it. Immutable. */
public record InboxRow(UUID id, Map<String, @Nullable Object> columns) {

    private static final AtomicLong ORDINAL = new AtomicLong(System.currentTimeMillis() * 1_000);

    /** A random id, so that no order can come from it, and the next ordinal. */
    public static InboxRow of(String eventType) {
        var columns = new LinkedHashMap<String, @Nullable Object>();
        columns.put("ordinal", ORDINAL.incrementAndGet());
        columns.put("event_type", eventType);
        columns.put("event_version", "1.0");
        columns.put("outcome", "success");
        columns.put("occurred_at", OffsetDateTime.now(ZoneOffset.UTC));
        return new InboxRow(UUID.randomUUID(), columns);
    }

    public InboxRow with(String column, @Nullable Object value) {
        var more = new LinkedHashMap<>(columns);
        more.put(column, value);
        return new InboxRow(id, more);
    }

    public InboxRow withId(UUID other) {
        return new InboxRow(other, columns);
    }

    /** With an ordinal that many microseconds later: of another clock. */
    public InboxRow later(long micros) {
        var ordinal = (Long) Objects.requireNonNull(columns.get("ordinal"));
        return with("ordinal", ordinal + micros);
    }

    public void insert(Connection connection) throws SQLException {
        var names = new ArrayList<>(List.of("id"));
        var values = new ArrayList<@Nullable Object>(List.of(id));
        columns.forEach((name, value) -> {
            names.add(name);
            values.add(value);
        });
        var sql = "insert into tidemark.inbox (%s) values (%s)"
                .formatted(
                        String.join(", ", names),
                        String.join(", ", names.stream().map(name -> "?").toList()));
        new Sql(connection).run(sql, values.toArray());
    }
}
