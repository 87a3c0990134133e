package io.tidemark.guard;

import io.tidemark.store.SessionTable;
import io.tidemark.stream.Reader;
import io.tidemark.stream.Subscriptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sessions that have been here, on any node. Thread-safe. */
@ApplicationScoped
public class Sessions {
    private static final Duration STORED_EVERY = Duration.ofMinutes(1);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final int REMEMBERED = 100_000;
    private static final int LISTED = 200;

    @Inject
    private SessionTable table;

    @Inject
    private Subscriptions subscriptions;

    private final Clock clock = Clock.systemUTC();
    private final Map<String, Instant> stored = new ConcurrentHashMap<>();

    /** The session was here: stored at each token's first time, and then every minute at most. */
    public void seen(Reader reader, String username) {
        Instant now = clock.instant();
        Instant last = stored.get(reader.tokenId());
        if (last != null && now.isBefore(last.plus(STORED_EVERY))) return;
        SessionTable.Session session = new SessionTable.Session(
                reader.sessionId(), reader.accountId(), username, now, reader.expiresAt(), now);
        table.seen(session, reader.tokenId(), reader.issuedAt());
        if (stored.size() >= REMEMBERED) stored.clear();
        stored.put(reader.tokenId(), now);
    }

    /** Sessions neither expired nor revoked, newest first, {@value #LISTED} at most. */
    public List<ActiveSession> active(@Nullable String accountId) {
        return table.active(clock.instant(), accountId, LISTED).stream()
                .map(this::active)
                .toList();
    }

    /** The session with that hash, even if it is over. */
    public @Nullable ActiveSession find(String id) {
        SessionTable.Session session = table.find(id);
        return session == null ? null : active(session);
    }

    /** Forgets sessions that expired a day ago. */
    public void forget() {
        table.forgetExpiredBefore(clock.instant().minus(KEPT));
    }

    private ActiveSession active(SessionTable.Session session) {
        return new ActiveSession(
                session.id(),
                session.accountId(),
                session.username(),
                session.createdAt(),
                session.expiresAt(),
                session.lastSeenAt(),
                subscriptions.ofSession(session.id()));
    }
}
