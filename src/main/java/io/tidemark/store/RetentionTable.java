package io.tidemark.store;

import io.tidemark.event.LogUnavailable;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Holds, early purges and what has gone. The rules are functions of the database, which answer {@value #DONE} or the rule that
 * forbids it. Thread-safe.
 *
 * <p>Every method throws {@link LogUnavailable} if the database does not answer.
 */
@ApplicationScoped
public class RetentionTable {
    /** The answer of a rule that allows it. */
    public static final String DONE = "done";

    private static final String PLACE =
            "select tidemark.hold_place(cast(? as uuid), cast(? as bigint), cast(? as bigint), ?, ?)";
    private static final String RELEASE = "select tidemark.hold_release(cast(? as uuid), ?, ?)";
    private static final String REQUEST =
            "select tidemark.purge_request(cast(? as uuid), ?, ?, ?, cast(? as interval), cast(? as interval))";
    private static final String APPROVE = "select tidemark.purge_approve(cast(? as uuid), ?)";
    private static final String HOLDS = """
            select id, first_seq, last_seq, reason, placed_by, placed_at, released_by, released_at, release_reason
            from tidemark.hold
            """;
    private static final String PURGES = """
            select id, last_seq, reason, requested_by, requested_at, expires_at, approved_by, approved_at, finished_at,
              case when finished_at is not null then 'finished' when expires_at <= clock_timestamp() then 'expired'
                when approved_at is not null then 'approved' else 'requested' end as state
            from tidemark.purge
            """;
    private static final String REMOVALS = """
            select first_seq, last_seq, reason, purge_id, file, sha256, decided_at, finished_at
            from tidemark.removal order by first_seq desc limit ?
            """;

    @PersistenceContext(unitName = "tidemark")
    private EntityManager entities;

    @Resource(lookup = "java:comp/DefaultDataSource", shareable = false)
    private DataSource source;

    public record Hold(
            UUID id,
            long first,
            @Nullable Long last,
            String reason,
            String placedBy,
            Instant placedAt,
            @Nullable String releasedBy,
            @Nullable Instant releasedAt,
            @Nullable String releaseReason) {}

    /** An early purge; its state is one of the words requested, approved, finished, expired. */
    public record Purge(
            UUID id,
            long last,
            String reason,
            String state,
            String requestedBy,
            Instant requestedAt,
            Instant expiresAt,
            @Nullable String approvedBy,
            @Nullable Instant approvedAt,
            @Nullable Instant finishedAt) {}

    /** A partition that has gone, or is about to if it is not finished. */
    public record Removal(
            long first,
            long last,
            String reason,
            @Nullable UUID purgeId,
            @Nullable String file,
            @Nullable String sha256,
            Instant decidedAt,
            @Nullable Instant finishedAt) {}

    /** Everything if neither end is given. */
    @Transactional(TxType.MANDATORY)
    public String place(UUID id, @Nullable Long first, @Nullable Long last, String reason, String account) {
        return answer(PLACE, id.toString(), first, last, reason, account);
    }

    @Transactional(TxType.MANDATORY)
    public String release(UUID id, String reason, String account) {
        return answer(RELEASE, id.toString(), reason, account);
    }

    /** Of whole partitions up to {@code last}. Nothing is purged that was recorded within {@code tokenLife}, of ISO 8601. */
    @Transactional(TxType.MANDATORY)
    public String request(UUID id, long last, String reason, String account, Duration valid, String tokenLife) {
        return answer(REQUEST, id.toString(), last, reason, account, valid.toString(), tokenLife);
    }

    @Transactional(TxType.MANDATORY)
    public String approve(UUID id, String account) {
        return answer(APPROVE, id.toString(), account);
    }

    /** Standing ones first, then newest first. */
    public List<Hold> holds(int limit) {
        String sql = HOLDS + " order by released_at desc nulls first, placed_at desc limit ?";
        return Jdbc.query(source, sql, List.of(limit), RetentionTable::holds);
    }

    public @Nullable Hold hold(UUID id) {
        return first(Jdbc.query(source, HOLDS + " where id = ?", List.of(id), RetentionTable::holds));
    }

    /** Newest first. */
    public List<Purge> purges(int limit) {
        String sql = PURGES + " order by requested_at desc limit ?";
        return Jdbc.query(source, sql, List.of(limit), RetentionTable::purges);
    }

    public @Nullable Purge purge(UUID id) {
        return first(Jdbc.query(source, PURGES + " where id = ?", List.of(id), RetentionTable::purges));
    }

    /** Newest first. */
    public List<Removal> removals(int limit) {
        return Jdbc.query(source, REMOVALS, List.of(limit), rows -> {
            List<Removal> removals = new ArrayList<>();
            while (rows.next()) {
                removals.add(new Removal(
                        rows.getLong("first_seq"),
                        rows.getLong("last_seq"),
                        rows.getString("reason"),
                        rows.getObject("purge_id", UUID.class),
                        rows.getString("file"),
                        rows.getString("sha256"),
                        Rows.time(rows, "decided_at"),
                        time(rows, "finished_at")));
            }
            return removals;
        });
    }

    private String answer(String sql, @Nullable Object... parameters) {
        try {
            Query query = entities.createNativeQuery(sql);
            for (int i = 0; i < parameters.length; i++) query.setParameter(i + 1, parameters[i]);
            return String.valueOf(query.getSingleResult());
        } catch (PersistenceException e) {
            throw new LogUnavailable("The database failed to answer", e);
        }
    }

    private static <T> @Nullable T first(List<T> found) {
        return found.isEmpty() ? null : found.get(0);
    }

    private static List<Hold> holds(ResultSet rows) throws SQLException {
        List<Hold> holds = new ArrayList<>();
        while (rows.next()) {
            Long last = rows.getObject("last_seq", Long.class);
            holds.add(new Hold(
                    rows.getObject("id", UUID.class),
                    rows.getLong("first_seq"),
                    last,
                    rows.getString("reason"),
                    rows.getString("placed_by"),
                    Rows.time(rows, "placed_at"),
                    rows.getString("released_by"),
                    time(rows, "released_at"),
                    rows.getString("release_reason")));
        }
        return holds;
    }

    private static List<Purge> purges(ResultSet rows) throws SQLException {
        List<Purge> purges = new ArrayList<>();
        while (rows.next()) {
            purges.add(new Purge(
                    rows.getObject("id", UUID.class),
                    rows.getLong("last_seq"),
                    rows.getString("reason"),
                    rows.getString("state"),
                    rows.getString("requested_by"),
                    Rows.time(rows, "requested_at"),
                    Rows.time(rows, "expires_at"),
                    rows.getString("approved_by"),
                    time(rows, "approved_at"),
                    time(rows, "finished_at")));
        }
        return purges;
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
