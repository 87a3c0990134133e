package io.tidemark.store;

import io.tidemark.event.LogUnavailable;
import io.tidemark.event.Payload;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads what was captured. Joins no transaction. Thread-safe. */
@ApplicationScoped
public class Payloads {
    private static final String BY_EVENT = """
            select request, request_bytes, request_redacted, request_altered, \
            response, response_bytes, response_redacted, response_altered, \
            error, error_bytes, error_redacted, error_altered, \
            headers, headers_bytes, headers_redacted, headers_altered, \
            notifications, notifications_bytes, notifications_redacted, notifications_altered, \
            dropped_notifications
            from tidemark.payload where event_id = ?
            """;

    @Resource(lookup = "java:comp/DefaultDataSource", shareable = false)
    private DataSource source;

    /**
     * What was captured with that event.
     *
     * @throws LogUnavailable if the database does not answer
     */
    public @Nullable Payload find(UUID eventId) {
        List<Payload> found = Jdbc.query(
                source, BY_EVENT, List.of(eventId), rows -> rows.next() ? List.of(payload(rows)) : List.of());
        return found.isEmpty() ? null : found.get(0);
    }

    private static Payload payload(ResultSet row) throws SQLException {
        return new Payload(
                side(row, "request"),
                side(row, "response"),
                side(row, "error"),
                side(row, "headers"),
                side(row, "notifications"),
                row.getInt("dropped_notifications"));
    }

    private static Payload.@Nullable Side side(ResultSet row, String name) throws SQLException {
        long bytes = row.getLong(name + "_bytes");
        if (row.wasNull()) return null;
        return new Payload.Side(
                row.getString(name), bytes, row.getBoolean(name + "_redacted"), row.getBoolean(name + "_altered"));
    }
}
