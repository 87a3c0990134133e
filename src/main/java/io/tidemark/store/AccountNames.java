package io.tidemark.store;

import io.tidemark.event.LogUnavailable;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * What accounts are called: as the issuer of tokens says in a session that is still known here, else as their newest
 * successful {@code login} or {@code signup} says. Joins no transaction. Thread-safe.
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

    @Resource(lookup = "java:comp/DefaultDataSource", shareable = false)
    private DataSource source;

    /**
     * The names of those accounts that have one, by id.
     *
     * @throws LogUnavailable if the database does not answer
     */
    public Map<String, String> of(Collection<String> ids) {
        if (ids.isEmpty()) return Map.of();
        Question question = question(ids);
        return Jdbc.query(source, question.sql(), question.parameters(), rows -> {
            Map<String, String> names = new TreeMap<>();
            while (rows.next()) names.put(rows.getString("account"), rows.getString("username"));
            return names;
        });
    }

    static Question question(Collection<String> ids) {
        return new Question(NAMES, Collections.singletonList(ids.toArray(String[]::new)));
    }
}
