package io.tidemark.store;

import io.tidemark.event.LogUnavailable;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears of new entries, on a connection of its own.
 *
 * <p>Why not the default data source? This connection is held for ever, and its socket timeout is short: a database that
 * froze must be noticed within the lease.
 */
@ApplicationScoped
public class LogListener {
    private static final String STAND = "select next_seq - 1 as head, log_id from tidemark.sequencer";
    private static final String AFTER =
            "select " + Rows.COLUMNS + " from tidemark.log where seq > ? order by seq limit ?";

    @Resource(lookup = "jdbc/tidemark-tail", shareable = false)
    private DataSource source;

    @Inject
    private KnownTypes types;

    @Inject
    private KnownBounds bounds;

    /** How far which log has come. */
    public record Stand(long head, UUID logId) {}

    /** Begins to listen; the caller closes it. */
    public Ear listen() {
        try {
            Connection connection = source.getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("listen tidemark");
                return new Ear(connection, connection.unwrap(PGConnection.class), types, bounds);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new LogUnavailable("Listening to the database failed", e);
        }
    }

    /** A listening connection. Not thread-safe. */
    public static final class Ear implements AutoCloseable {
        private final Connection connection;
        private final PGConnection notifications;
        private final KnownTypes types;
        private final KnownBounds bounds;

        private Ear(Connection connection, PGConnection notifications, KnownTypes types, KnownBounds bounds) {
            this.connection = connection;
            this.notifications = notifications;
            this.types = types;
            this.bounds = bounds;
        }

        public Stand stand() {
            try {
                forget();
                return Jdbc.query(connection, STAND, List.of(), rows -> {
                    rows.next();
                    return new Stand(rows.getLong("head"), rows.getObject("log_id", UUID.class));
                });
            } catch (SQLException e) {
                throw new LogUnavailable("Reading the head of the log failed", e);
            }
        }

        /** Up to {@code limit} entries above that position, in order. */
        public List<LogEntry> after(long seq, int limit) {
            try {
                List<LogEntry> entries = Jdbc.query(connection, AFTER, List.of(seq, limit), Rows::entries);
                types.heard(seq, entries);
                return entries;
            } catch (SQLException e) {
                throw new LogUnavailable("Reading the log failed", e);
            }
        }

        /** Waits until there is news, for a second or so at most; whether there is. */
        public boolean await(Duration atMost) {
            try {
                PGNotification[] news = notifications.getNotifications((int) Math.max(1, atMost.toMillis()));
                return news != null && news.length > 0;
            } catch (SQLException e) {
                throw new LogUnavailable("Listening to the database failed", e);
            }
        }

        private void forget() {
            types.forget();
            bounds.forget();
        }

        /** Destroys the connection: what a broken or listening one would do in a pool is nobody's guess. */
        @Override
        public void close() {
            forget();
            try (connection) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("unlisten *");
                }
            } catch (SQLException e) {
                // A connection that cannot unlisten is broken, and the pool has noticed.
            }
        }
    }
}
