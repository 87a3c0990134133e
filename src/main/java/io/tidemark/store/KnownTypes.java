package io.tidemark.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The types that the log has, as far as this node has heard it: finding them in the log costs a look for each, of each
 * partition, and a page of types by a prefix needs them. Thread-safe.
 */
@ApplicationScoped
public class KnownTypes {
    /** Asks for {@link Known}, all of the log as it is. */
    static final String ALL = """
            select next_seq - 1 as head, log_id, name
            from tidemark.sequencer left join tidemark.event_types() types (name) on true
            """;

    private volatile @Nullable Known known;

    /**
     * The types of all entries of that log up to {@code through}, and maybe of some that are no longer kept.
     */
    record Known(UUID logId, long through, Set<String> names) {
        Known {
            names = Set.copyOf(names);
        }

        /** The answer to {@link #ALL}. */
        static Known of(ResultSet rows) throws SQLException {
            Set<String> names = new HashSet<>();
            rows.next();
            Known first = new Known(rows.getObject("log_id", UUID.class), rows.getLong("head"), Set.of());
            do {
                String name = rows.getString("name");
                if (name != null) names.add(name);
            } while (rows.next());
            return new Known(first.logId(), first.through(), names);
        }

        private Known with(List<LogEntry> entries) {
            Set<String> more = new HashSet<>();
            for (LogEntry entry : entries) {
                String name = entry.event().eventType();
                if (!names.contains(name)) more.add(name);
            }
            long last = entries.get(entries.size() - 1).seq();
            if (more.isEmpty()) return new Known(logId, last, names);
            more.addAll(names);
            return new Known(logId, last, more);
        }
    }

    /** Absent while this node does not listen. */
    @Nullable Known known() {
        return known;
    }

    /** The node begins to listen to that log: what it knew of another one is void. */
    void begin(Known all) {
        known = all;
    }

    /** The node no longer listens: what it knows may be of a database that another one takes over from. */
    void forget() {
        known = null;
    }

    /** All entries above {@code after} up to the last of these. */
    void heard(long after, List<LogEntry> entries) {
        Known before = known;
        if (before == null || entries.isEmpty() || after > before.through()) return;
        if (entries.get(entries.size() - 1).seq() > before.through()) known = before.with(entries);
    }
}
