package io.tidemark.store;

import io.tidemark.event.LogUnavailable;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that were seen, for every node. Joins no transaction. Thread-safe.
 *
 * <p>Every method throws {@link LogUnavailable} if the database does not answer.
 */
@ApplicationScoped
public class SessionTable {
    private static final String SEEN = """
            insert into tidemark.session as s (id, account_id, username, token_id, issued_at, created_at, expires_at, last_seen_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do update set username = excluded.username,
              token_id = case when excluded.issued_at >= s.issued_at then excluded.token_id else s.token_id end,
              issued_at = greatest(s.issued_at, excluded.issued_at),
              expires_at = greatest(s.expires_at, excluded.expires_at),
              last_seen_at = greatest(s.last_seen_at, excluded.last_seen_at)
            """;
    private static final String ACTIVE = """
            select id, account_id, username, created_at, expires_at, last_seen_at from tidemark.session s
            where expires_at > ? and (? = '' or account_id = ?) and not exists (
              select from tidemark.log
              where revoked_id in (s.id, s.account_id, s.token_id) and recorded_at >= s.issued_at
                and (revoked_scope, revoked_id) in (('session', s.id), ('account', s.account_id), ('token', s.token_id)))
            order by created_at desc, id limit ?
            """;
    private static final String FIND =
            "select id, account_id, username, created_at, expires_at, last_seen_at from tidemark.session where id = ?";
    private static final String FORGET = "delete from tidemark.session where expires_at < ?";

    @Resource(lookup = "java:comp/DefaultDataSource", shareable = false)
    private DataSource source;

    /** A session: its id is a hash. */
    public record Session(
            String id, String accountId, String username, Instant createdAt, Instant expiresAt, Instant lastSeenAt) {}

    /** Stores the session, or that it was seen again, with that token. */
    public void seen(Session session, String tokenId, Instant issuedAt) {
        Jdbc.update(
                source,
                SEEN,
                List.of(
                        session.id(),
                        session.accountId(),
                        session.username(),
                        tokenId,
                        issuedAt,
                        session.createdAt(),
                        session.expiresAt(),
                        session.lastSeenAt()));
    }

    /** Sessions that are neither expired nor revoked, newest first. */
    public List<Session> active(Instant now, @Nullable String accountId, int limit) {
        String account = accountId == null ? "" : accountId;
        return Jdbc.query(source, ACTIVE, List.of(now, account, account, limit), SessionTable::sessions);
    }

    public @Nullable Session find(String id) {
        List<Session> found = Jdbc.query(source, FIND, List.of(id), SessionTable::sessions);
        return found.isEmpty() ? null : found.get(0);
    }

    /** Forgets the sessions that expired before that time. */
    public int forgetExpiredBefore(Instant time) {
        return Jdbc.update(source, FORGET, List.of(time));
    }

    private static List<Session> sessions(ResultSet rows) throws SQLException {
        List<Session> sessions = new ArrayList<>();
        while (rows.next()) sessions.add(session(rows));
        return sessions;
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getString("id"),
                row.getString("account_id"),
                row.getString("username"),
                Rows.time(row, "created_at"),
                Rows.time(row, "expires_at"),
                Rows.time(row, "last_seen_at"));
    }
}
