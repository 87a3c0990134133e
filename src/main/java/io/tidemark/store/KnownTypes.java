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
 * partition, and a page of types by a prefix needs them. The first such page asks, on its own connection: the tail, which
 * has seconds to answer, must not wait for it. Thread-safe.
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

    /** Absent before a page has asked. */
    @Nullable Known known() {
        return known;
    }

    /** A page has asked. */
    void begin(Known all) {
        known = all;
    }

    /** The node begins to listen, or no longer listens: what is known may be of a database that another one took over from. */
    void forget() {
        known = null;
    }

    /** All entries above {@code after} up to the last of these. Those between what is known and them are asked for anew. */
    void heard(long after, List<LogEntry> entries) {
        Known before = known;
        if (before == null || entries.isEmpty()) return;
        if (after > before.through()) forget();
        else if (entries.get(entries.size() - 1).seq() > before.through()) known = before.with(entries);
    }
}
