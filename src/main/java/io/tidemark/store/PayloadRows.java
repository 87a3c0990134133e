package io.tidemark.store;

import io.tidemark.event.Payload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns rows of the payloads into values. */
final class PayloadRows {
    static final String BY_EVENT = "select * from tidemark.payload where event_id = ?";

    private PayloadRows() {}

    static List<Payload> payloads(ResultSet rows) throws SQLException {
        List<Payload> payloads = new ArrayList<>();
        while (rows.next()) payloads.add(payload(rows));
        return payloads;
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
