package io.tidemark.store;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.LogUnavailable;
import io.tidemark.store.PartTable.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of the log in the hands of one node, until it is closed. Not thread-safe.
 *
 * <p>A partition is given up in one transaction: the oldest kept position is raised and the event is emitted. From then on no reader
 * is served from it without being told, and whoever comes next finishes what was begun: it is detached, then dropped.
 *
 * <p>Every method throws {@link LogUnavailable} if the database does not answer, or somebody holds a lock for too long.
 */
public final class Custody implements AutoCloseable {
    /** Nobody may wait long behind what waits for a lock. */
    private static final String PATIENCE = "set lock_timeout = '3s'";

    private static final String RESET = "reset lock_timeout";
    private static final String UNLOCK = "select pg_advisory_unlock(?)";
    private static final String NEXT = """
            select part, first_seq, beyond - 1 as last_seq, purge_id, requested_by, approved_by
            from (select part, first_seq, beyond from tidemark.log_parts() parts, tidemark.retention
                where first_seq >= oldest_seq and not pending order by first_seq limit 1) oldest
              cross join tidemark.sequencer
              join tidemark.log newest on newest.seq = beyond - 1
              left join lateral (select id as purge_id, requested_by, approved_by from tidemark.purge
                where cast(? as boolean) and last_seq >= beyond - 1
                  and approved_at is not null and finished_at is null and expires_at > clock_timestamp()
                limit 1) agreed on true
            where beyond <= next_seq and not tidemark.is_held(first_seq, beyond - 1)
              and newest.recorded_at < tidemark.revocations_since(cast(? as interval))
              and (purge_id is not null or cast(? as boolean)
                and newest.recorded_at < clock_timestamp() - cast(? as interval) and next_seq - beyond >= ?)
            """;
    private static final String LOCK = "select oldest_seq from tidemark.retention for update";
    private static final String RAISE = "update tidemark.retention set oldest_seq = ?";
    private static final String DECIDE = """
            insert into tidemark.removal (first_seq, last_seq, part, reason, purge_id, file, sha256)
            values (?, ?, ?, ?, cast(? as uuid), ?, ?)
            """;
    private static final String AGREED_ON = """
            update tidemark.purge set finished_at = clock_timestamp()
            where approved_at is not null and finished_at is null and last_seq <= ?
            """;
    private static final String EMIT = """
            insert into tidemark.inbox (ordinal, id, event_type, event_version, outcome, occurred_at,
              service, operation, source, node_id, account_id, metadata)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final Connection connection;
    private final PartTable parts;
    private final long lock;

    Custody(Connection connection, long lock) throws SQLException {
        this.connection = connection;
        this.lock = lock;
        this.parts = new PartTable(connection);
        parts.run(PATIENCE);
    }

    /** The oldest partition, if it may go. */
    public @Nullable Part next(Policy policy) {
        try {
            return find(policy);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Gives it up, for ever, unless something has changed: a hold was placed, say. Whether it was.
     *
     * @param event that tells of it; in the log exactly if it was
     */
    public boolean giveUp(Part part, Policy policy, @Nullable ArchiveFile file, AuditEvent event) {
        try {
            connection.setAutoCommit(false);
            try {
                boolean given = decide(part, policy, file, event);
                if (given) connection.commit();
                return given;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Detaches and drops what was given up, and the payloads of what is gone; how many partitions of the log. */
    public int finish() {
        try {
            int dropped = 0;
            for (String part : parts.givenUp()) {
                parts.detach(Table.LOG, part);
                if (parts.drop(part)) dropped++;
            }
            for (long generation : parts.generationsGone()) {
                parts.detach(Table.PAYLOAD, PartTable.payloads(generation));
                parts.dropPayloads(generation);
            }
            return dropped;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try (connection) {
            parts.run(RESET);
            Jdbc.query(connection, UNLOCK, List.of(lock), ResultSet::next);
        } catch (SQLException e) {
            // A connection that cannot unlock is broken: the lock went with it.
        }
    }

    private @Nullable Part find(Policy policy) throws SQLException {
        List<Object> parameters = List.of(
                policy.purge(),
                policy.tokenLife(),
                policy.isAutomatic(),
                Objects.requireNonNullElse(policy.age(), "PT0S"),
                Objects.requireNonNullElse(policy.size(), 0L));
        List<Part> found =
                Jdbc.query(connection, NEXT, parameters, rows -> rows.next() ? List.of(part(rows)) : List.of());
        return found.isEmpty() ? null : found.get(0);
    }

    private static Part part(ResultSet row) throws SQLException {
        UUID purge = row.getObject("purge_id", UUID.class);
        return new Part(
                row.getString("part"),
                row.getLong("first_seq"),
                row.getLong("last_seq"),
                purge == null
                        ? null
                        : new Part.Purge(purge, row.getString("requested_by"), row.getString("approved_by")));
    }

    private boolean decide(Part part, Policy policy, @Nullable ArchiveFile file, AuditEvent event) throws SQLException {
        Jdbc.query(connection, LOCK, List.of(), ResultSet::next);
        // Under the lock: who places a hold waits for it, or has placed it.
        if (!part.equals(find(policy))) return false;
        Jdbc.update(connection, RAISE, List.of(part.last() + 1));
        Jdbc.update(
                connection,
                DECIDE,
                Arrays.asList(
                        part.first(),
                        part.last(),
                        part.name(),
                        part.reason(),
                        part.purge() == null ? null : part.purge().id(),
                        file == null ? null : file.name(),
                        file == null ? null : file.sha256()));
        Jdbc.update(connection, AGREED_ON, List.of(part.last()));
        emit(event);
        return true;
    }

    private void emit(AuditEvent event) throws SQLException {
        Instant now = Clock.systemUTC().instant();
        Jdbc.update(
                connection,
                EMIT,
                Arrays.asList(
                        ChronoUnit.MICROS.between(Instant.EPOCH, now),
                        event.id(),
                        event.eventType(),
                        event.eventVersion(),
                        event.outcome().text(),
                        now,
                        event.service(),
                        event.operation(),
                        event.source(),
                        event.nodeId(),
                        event.accountId(),
                        event.metadata() == null ? null : event.metadata().json()));
    }

    private static LogUnavailable failed(SQLException e) {
        return new LogUnavailable("The database refused what retention asked for", e);
    }
}
