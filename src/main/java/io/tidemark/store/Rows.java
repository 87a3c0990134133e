package io.tidemark.store;

import io.tidemark.event.Actor;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.ErrorCategory;
import io.tidemark.event.Metadata;
import io.tidemark.event.Outcome;
import io.tidemark.event.Target;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns rows of the log into entries. */
final class Rows {
    static final String COLUMNS = """
            seq, id, event_type, event_version, outcome, occurred_at, recorded_at, service, operation, source, node_id, \
            account_id, actor_id, target_account_id, target_actor_id, \
            actor_type, actor_display_name, actor_email, actor_client_id, actor_realm, target_type, target_id, target_name, \
            error_code, error_message, error_category, ip, user_agent, session_id, request_id, trace_id, duration_ms, \
            metadata::text as metadata, replayed_from, has_payload, revoked_scope, revoked_id""";

    private Rows() {}

    static List<LogEntry> entries(ResultSet rows) throws SQLException {
        List<LogEntry> entries = new ArrayList<>();
        while (rows.next()) entries.add(entry(rows));
        return entries;
    }

    static LogEntry entry(ResultSet row) throws SQLException {
        String category = row.getString("error_category");
        String metadata = row.getString("metadata");
        long duration = row.getLong("duration_ms");
        Long durationMs = row.wasNull() ? null : duration;
        AuditEvent event = new AuditEvent(
                row.getObject("id", UUID.class),
                row.getString("event_type"),
                row.getString("event_version"),
                Outcome.of(row.getString("outcome")),
                time(row, "occurred_at"),
                row.getString("service"),
                row.getString("operation"),
                row.getString("source"),
                row.getString("node_id"),
                row.getString("account_id"),
                row.getString("actor_id"),
                row.getString("target_account_id"),
                row.getString("target_actor_id"),
                actor(row),
                target(row),
                row.getString("error_code"),
                row.getString("error_message"),
                category == null ? null : ErrorCategory.of(category),
                row.getString("ip"),
                row.getString("user_agent"),
                row.getString("session_id"),
                row.getString("request_id"),
                row.getString("trace_id"),
                durationMs,
                metadata == null ? null : Metadata.stored(metadata),
                row.getObject("replayed_from", UUID.class));
        return new LogEntry(
                row.getLong("seq"),
                time(row, "recorded_at"),
                event,
                row.getBoolean("has_payload"),
                row.getString("revoked_scope"),
                row.getString("revoked_id"));
    }

    private static @Nullable Actor actor(ResultSet row) throws SQLException {
        Actor actor = new Actor(
                row.getString("actor_type"),
                row.getString("actor_display_name"),
                row.getString("actor_email"),
                row.getString("actor_client_id"),
                row.getString("actor_realm"));
        return actor.equals(NOBODY) ? null : actor;
    }

    private static @Nullable Target target(ResultSet row) throws SQLException {
        Target target =
                new Target(row.getString("target_type"), row.getString("target_id"), row.getString("target_name"));
        return target.equals(NOTHING) ? null : target;
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class), column)
                .toInstant();
    }

    private static final Actor NOBODY = new Actor(null, null, null, null, null);
    private static final Target NOTHING = new Target(null, null, null);
}
