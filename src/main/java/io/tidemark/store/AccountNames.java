package io.tidemark.store;

import io.tidemark.event.LogTooSlow;
import io.tidemark.event.LogUnavailable;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What accounts are called: as the issuer of tokens says in a session that is still known here, else as their newest
 * successful {@code login} or {@code signup} says. A name is remembered for a minute; that there is none, for
 * five seconds. Joins no transaction. Thread-safe.
 */
@ApplicationScoped
public class AccountNames {
    /** Rows are compared lest, while the log is small, the index of positions is taken: see {@link GenericPage}. */
    private static final String NAMES = """
            select account, username from (
              select account, coalesce(
                (select nullif(username, '') from tidemark.session where account_id = account order by last_seen_at desc limit 1),
                (select left(metadata ->> 'username', 255) from tidemark.log
                  where (account_id, seq) > (account, 0) and (account_id, seq) <= (account, 9223372036854775807)
                    and outcome = 'success' and event_type in ('login', 'signup') and metadata ->> 'username' is not null
                  order by account_id desc, seq desc limit 1)) as username
              from unnest(cast(? as varchar[])) asked (account)) found
            where username is not null
            """;

    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final Duration REMEMBERED_WITHOUT = Duration.ofSeconds(5);
    private static final int MOST = 10_000;

    @Resource(lookup = "java:comp/DefaultDataSource", shareable = false)
    private DataSource source;

    @Inject
    @ConfigProperty(name = "tidemark.query.timeout", defaultValue = "PT10S")
    private Duration timeout;

    private final Map<String, Name> remembered = new ConcurrentHashMap<>();

    /**
     * What some accounts are called.
     *
     * @param byId the names of those that have one
     * @param knownAt when the last of them, with a name or without, became known: {@link System#nanoTime}
     */
    public record Names(Map<String, String> byId, long knownAt) {}

    /** Whether there is one or not. */
    private record Name(@Nullable String name, long knownAt) {
        boolean isFresh(long now) {
            return now - knownAt < (name == null ? REMEMBERED_WITHOUT : REMEMBERED).toNanos();
        }
    }

    /**
     * What those accounts are called.
     *
     * @throws LogUnavailable if the database does not answer
     * @throws LogTooSlow if finding them takes longer than {@code tidemark.query.timeout}
     */
    public Names of(Collection<String> ids) {
        long now = System.nanoTime();
        // Before any that is remembered.
        long knownAt = now - REMEMBERED.toNanos();
        Map<String, String> names = new TreeMap<>();
        List<String> unknown = new ArrayList<>();
        for (String id : ids) {
            Name known = remembered.get(id);
            if (known == null || !known.isFresh(now)) {
                unknown.add(id);
                continue;
            }
            if (known.name() != null) names.put(id, known.name());
            if (known.knownAt() - knownAt > 0) knownAt = known.knownAt();
        }
        if (unknown.isEmpty()) return new Names(names, knownAt);
        Map<String, String> found = find(unknown);
        knownAt = System.nanoTime();
        if (remembered.size() > MOST) remembered.clear();
        for (String id : unknown) remembered.put(id, new Name(found.get(id), knownAt));
        names.putAll(found);
        return new Names(names, knownAt);
    }

    private Map<String, String> find(Collection<String> ids) {
        return Jdbc.query(source, timeout, question(ids), rows -> {
            Map<String, String> names = new HashMap<>();
            while (rows.next()) names.put(rows.getString("account"), rows.getString("username"));
            return names;
        });
    }

    static Question question(Collection<String> ids) {
        return new Question(NAMES, Collections.singletonList(ids.toArray(String[]::new)), true);
    }
}
