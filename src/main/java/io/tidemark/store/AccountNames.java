package io.tidemark.store;

import io.tidemark.event.LogUnavailable;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
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

/**
 * What accounts are called: as the issuer of tokens says in a session that is still known here, else as their newest
 * successful {@code login} or {@code signup} says. A name that was found is remembered for a minute. Joins no transaction.
 * Thread-safe.
 */
@ApplicationScoped
public class AccountNames {
    private static final String NAMES = """
            select account, username from (
              select account, coalesce(
                (select nullif(username, '') from tidemark.session where account_id = account order by last_seen_at desc limit 1),
                (select left(metadata ->> 'username', 255) from tidemark.log
                  where account_id = account and outcome = 'success' and event_type in ('login', 'signup')
                    and metadata ->> 'username' is not null
                  order by seq desc limit 1)) as username
              from unnest(cast(? as varchar[])) asked (account)) found
            where username is not null
            """;

    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MOST = 10_000;

    @Resource(lookup = "java:comp/DefaultDataSource", shareable = false)
    private DataSource source;

    private final Map<String, Name> remembered = new ConcurrentHashMap<>();

    private record Name(String name, long askedAt) {
        boolean isFresh(long now) {
            return now - askedAt < REMEMBERED.toNanos();
        }
    }

    /**
     * The names of those accounts that have one, by id.
     *
     * @throws LogUnavailable if the database does not answer
     */
    public Map<String, String> of(Collection<String> ids) {
        long now = System.nanoTime();
        Map<String, String> names = new TreeMap<>();
        List<String> unknown = new ArrayList<>();
        for (String id : ids) {
            Name name = remembered.get(id);
            if (name != null && name.isFresh(now)) names.put(id, name.name());
            else unknown.add(id);
        }
        if (unknown.isEmpty()) return names;
        Map<String, String> found = find(unknown);
        if (remembered.size() > MOST) remembered.clear();
        found.forEach((id, name) -> remembered.put(id, new Name(name, now)));
        names.putAll(found);
        return names;
    }

    private Map<String, String> find(Collection<String> ids) {
        Question question = question(ids);
        return Jdbc.query(source, question.sql(), question.parameters(), rows -> {
            Map<String, String> names = new HashMap<>();
            while (rows.next()) names.put(rows.getString("account"), rows.getString("username"));
            return names;
        });
    }

    static Question question(Collection<String> ids) {
        return new Question(NAMES, Collections.singletonList(ids.toArray(String[]::new)));
    }
}
