package io.tidemark.store;

import io.tidemark.event.Access;
import io.tidemark.event.AccessDenied;
import io.tidemark.event.Credential;
import io.tidemark.event.Filter;
import io.tidemark.event.LogGone;
import io.tidemark.event.LogTooSlow;
import io.tidemark.event.LogUnavailable;
import io.tidemark.store.Pages.Order;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log. Joins no transaction; an entry that was seen once is seen by every later call. Thread-safe.
 *
 * <p>Every method throws {@link LogUnavailable} if the database does not answer.
 */
@ApplicationScoped
public class Log {
    private static final String BY_ID =
            "select " + Rows.COLUMNS + " from tidemark.log where id = ? order by seq limit 1";
    private static final String SEQ_OF = "select min(seq) from tidemark.log where id = ?";
    private static final String BOUNDS = """
            select greatest(oldest_seq, coalesce((select min(seq) from tidemark.log), next_seq)) as oldest, next_seq - 1 as head, log_id
            from tidemark.sequencer cross join tidemark.retention
            """;
    private static final String REVOCATIONS = "select seq, event_type, scope, id from tidemark.revocations(?, ?)";

    @Resource(lookup = "java:comp/DefaultDataSource", shareable = false)
    private DataSource source;

    @Inject
    private KnownTypes types;

    @Inject
    private KnownBounds windows;

    @Inject
    @ConfigProperty(name = "tidemark.query.timeout", defaultValue = "PT10S")
    private Duration timeout;

    /** What the log holds: the oldest position that is kept and the newest there is. */
    public record Bounds(long oldest, long head, UUID logId) {}

    public Bounds bounds() {
        return Jdbc.query(source, BOUNDS, List.of(), rows -> {
            rows.next();
            return new Bounds(rows.getLong("oldest"), rows.getLong("head"), rows.getObject("log_id", UUID.class));
        });
    }

    /**
     * Up to {@code limit} entries above {@code after} and not above {@code last}, oldest first.
     *
     * @throws LogGone if entries above {@code after} are no longer kept
     * @throws LogTooSlow if payloads have to be read, and that takes longer than {@code tidemark.query.timeout}
     */
    public List<LogEntry> after(long after, long last, Filter filter, int limit) {
        List<LogEntry> entries = page(new Positions(after, last), filter, limit);
        requireKept(after);
        return entries;
    }

    private List<LogEntry> page(Positions positions, Filter filter, int limit) {
        if (filter.readsPayload()) return found(positions, filter, Order.OLDEST_FIRST, limit);
        // No timeout: it would cost each page of a reader that catches up three more statements.
        Question page = pages(Order.OLDEST_FIRST, limit).custom(Rows.COLUMNS, positions, filter);
        return Jdbc.query(source, page.sql(), page.parameters(), Rows::entries);
    }

    /**
     * Up to {@code limit} entries above {@code after}, oldest first; zero is the beginning, wherever that is by now.
     *
     * @throws LogTooSlow if finding them takes longer than {@code tidemark.query.timeout}
     * @throws LogGone if entries above any other {@code after} are no longer kept
     * @throws AccessDenied if the credential was revoked: none of the entries is behind what revoked it
     */
    public List<LogEntry> oldest(long after, Filter filter, int limit, Credential credential) {
        Positions positions = new Positions(after, Long.MAX_VALUE);
        List<LogEntry> entries = found(positions, filter, Order.OLDEST_FIRST, limit, credential);
        if (after > 0) requireKept(after);
        return entries;
    }

    /**
     * Up to {@code limit} entries below {@code before}, newest first.
     *
     * @throws LogTooSlow if finding them takes longer than {@code tidemark.query.timeout}
     * @throws AccessDenied as above
     */
    public List<LogEntry> newest(long before, Filter filter, int limit, Credential credential) {
        return found(new Positions(0, before - 1), filter, Order.NEWEST_FIRST, limit, credential);
    }

    /**
     * The position before the newest {@code count} entries above {@code after}, up to {@code head}: where reading them begins.
     *
     * @throws LogTooSlow if finding them takes longer than {@code tidemark.query.timeout}
     */
    public long cursorOfNewest(int count, long after, long head, Filter filter) {
        if (count == 0) return head;
        Question newest = pages(Order.NEWEST_FIRST, count).question("seq", new Positions(after, head), filter);
        String sql = "select min(seq) from (" + newest.sql() + ") newest";
        Question oldest = new Question(sql, newest.parameters(), newest.generic());
        return Jdbc.query(source, timeout, oldest, rows -> {
            rows.next();
            long seq = rows.getLong(1);
            return rows.wasNull() ? head : seq - 1;
        });
    }

    public @Nullable LogEntry find(UUID id) {
        List<LogEntry> found = Jdbc.query(source, BY_ID, List.of(id), Rows::entries);
        return found.isEmpty() ? null : found.get(0);
    }

    /** The position of that event; absent while it has none. */
    public @Nullable Long seqOf(UUID id) {
        long seq = Jdbc.query(source, SEQ_OF, List.of(id), rows -> rows.next() ? rows.getLong(1) : 0L);
        return seq == 0 ? null : seq;
    }

    /**
     * Passes a credential that was not revoked.
     *
     * @throws AccessDenied if it was
     */
    public void admit(Credential credential) {
        Question revocations = revocations(credential);
        requireNone(
                Jdbc.query(source, revocations.sql(), revocations.parameters(), rows -> revocation(rows, credential)));
    }

    /** Asked after the entries were read: the bound is raised before anything is gone, so that nothing was missing if it is met now. */
    private void requireKept(long after) {
        long oldest = bounds().oldest();
        if (after < oldest - 1) throw new LogGone(oldest);
    }

    private List<LogEntry> found(Positions positions, Filter filter, Order order, int limit) {
        Question page = pages(order, limit).question(Rows.COLUMNS, positions, filter);
        return Jdbc.query(source, timeout, page, Rows::entries);
    }

    /** Asked for the credential after the entries were read, so that it is refused if one of them was recorded after what revokes it. */
    private List<LogEntry> found(Positions positions, Filter filter, Order order, int limit, Credential credential) {
        Question page = pages(order, limit).question(Rows.COLUMNS, positions, filter);
        // Nobody who lost access long ago has the log searched for what may take long.
        if (!page.generic()) admit(credential);
        var both = Jdbc.query(
                source, timeout, page, Rows::entries, revocations(credential), rows -> revocation(rows, credential));
        requireNone(both.second());
        return both.first();
    }

    private static Question revocations(Credential credential) {
        String[] ids = credential.accesses().stream().map(Access::id).distinct().toArray(String[]::new);
        return new Question(REVOCATIONS, List.of(ids, credential.issuedAt()));
    }

    /** The oldest that concerns that credential: an id can be of another access. */
    private static Optional<AccessDenied> revocation(ResultSet rows, Credential credential) throws SQLException {
        while (rows.next()) {
            Access access = new Access(rows.getString("scope"), rows.getString("id"));
            if (credential.accesses().contains(access)) {
                return Optional.of(new AccessDenied(rows.getString("event_type"), rows.getLong("seq")));
            }
        }
        return Optional.empty();
    }

    private static void requireNone(Optional<AccessDenied> revocation) {
        if (revocation.isPresent()) throw revocation.get();
    }

    private Pages pages(Order order, int limit) {
        return new Pages(source, order, limit, types, windows);
    }
}
