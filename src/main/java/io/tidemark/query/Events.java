package io.tidemark.query;

import io.tidemark.event.AccessDenied;
import io.tidemark.event.Credential;
import io.tidemark.event.Filter;
import io.tidemark.event.LogTooSlow;
import io.tidemark.event.LogUnavailable;
import io.tidemark.event.Payload;
import io.tidemark.store.AccountNames;
import io.tidemark.store.AccountNames.Names;
import io.tidemark.store.Log;
import io.tidemark.store.LogEntry;
import io.tidemark.store.Payloads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pages of the log. A page is cut by position, so that following {@code cursor} neither skips nor repeats while events
 * arrive. Every method throws {@link LogUnavailable} if the database does not answer, and {@link LogTooSlow} if finding a
 * page takes longer than {@code tidemark.query.timeout}. Thread-safe.
 */
@ApplicationScoped
public class Events {
    @Inject
    private Log log;

    @Inject
    private AccountNames names;

    @Inject
    private Payloads payloads;

    /**
     * Events above that position, oldest first; without cursor when the head is reached.
     *
     * @throws AccessDenied if the credential was revoked: no page holds an event behind the one that revoked it
     */
    public Page after(long seq, Filter filter, int limit, Credential credential) {
        return page(System.nanoTime(), log.oldest(seq, filter, limit + 1, credential), limit);
    }

    /**
     * Events below that position, newest first.
     *
     * @throws AccessDenied as above
     */
    public Page before(long seq, Filter filter, int limit, Credential credential) {
        return page(System.nanoTime(), log.newest(seq, filter, limit + 1, credential), limit);
    }

    /**
     * What the accounts in the page are called, as far as it is known; by account.
     *
     * @throws AccessDenied if the credential was revoked since the page was asked for: no name is of a login behind that
     */
    public Map<String, String> names(Page page, Credential credential) {
        Names found = names.of(page.accounts());
        if (found.knownAt() - page.askedAt() > 0) log.admit(credential);
        return found.byId();
    }

    /**
     * The event as JSON, with what was captured.
     *
     * @throws AccessDenied as above
     */
    public @Nullable String find(UUID id, Credential credential) {
        LogEntry entry = log.find(id);
        log.admit(credential);
        if (entry == null) return null;
        return entry.hasPayload() ? entry.json(payloads.find(id)) : entry.json();
    }

    /** The event with what was captured of its operation. */
    public @Nullable Captured captured(UUID id) {
        LogEntry entry = log.find(id);
        return entry == null ? null : new Captured(entry.event(), payload(id));
    }

    /** What was captured with that event, which need not have its position yet. */
    public @Nullable Payload payload(UUID id) {
        return payloads.find(id);
    }

    private Page page(long askedAt, List<LogEntry> found, int limit) {
        boolean more = found.size() > limit;
        List<LogEntry> entries = more ? found.subList(0, limit) : found;
        Long cursor = more ? entries.get(limit - 1).seq() : null;
        return new Page(entries.stream().map(LogEntry::json).toList(), accounts(entries), askedAt, cursor);
    }

    private static Set<String> accounts(List<LogEntry> entries) {
        Set<String> accounts = new TreeSet<>();
        for (LogEntry entry : entries) {
            String subject = entry.event().accountId();
            String target = entry.event().targetAccountId();
            if (subject != null) accounts.add(subject);
            if (target != null) accounts.add(target);
        }
        return accounts;
    }
}
