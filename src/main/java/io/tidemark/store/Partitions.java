package io.tidemark.store;

import io.tidemark.event.LogUnavailable;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of the log, as their owner: the application's role could not detach or drop one. One node at a time has them.
 * Thread-safe.
 */
@ApplicationScoped
public class Partitions {
    /** Of the database's advisory locks: "tidemark" in ASCII. */
    private static final long LOCK = 0x746964656d61726bL;

    private static final String TRY_LOCK = "select pg_try_advisory_lock(?)";

    @Resource(lookup = "jdbc/tidemark-owner", shareable = false)
    private DataSource owner;

    /**
     * Takes them; absent while another node has them. The caller closes it.
     *
     * @throws LogUnavailable if the database does not answer
     */
    public @Nullable Custody take() {
        try {
            Connection connection = owner.getConnection();
            try {
                if (Jdbc.query(connection, TRY_LOCK, List.of(LOCK), rows -> rows.next() && rows.getBoolean(1))) {
                    return new Custody(connection, LOCK);
                }
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            connection.close();
            return null;
        } catch (SQLException e) {
            throw new LogUnavailable("The database refused pg.owner.user", e);
        }
    }
}
