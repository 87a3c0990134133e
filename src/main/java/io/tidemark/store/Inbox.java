package io.tidemark.store;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.Payload;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where events wait for their position. Rows are written when the caller's transaction commits; without one, JPA refuses to append.
 * Thread-safe.
 *
 * <p>Why does no interceptor hold MANDATORY? The EJB before it does, and JPA; a third look at each event took as long as the
 * insert's preparation.
 */
@ApplicationScoped
public class Inbox {
    // In the order of the ids, so that two callers with the same ids wait for each other instead of deadlocking.
    private static final String ACCEPT = """
            insert into tidemark.accepted (id)
            select id from unnest(cast(string_to_array(?, ',') as uuid[])) id order by id
            on conflict do nothing
            returning id
            """;
    private static final String FORGET = "delete from tidemark.accepted where at < ?";

    @PersistenceContext(unitName = "tidemark")
    private EntityManager entities;

    private final AtomicLong lastOrdinal = new AtomicLong();

    /** Stores the event, which has an id and a time, and what was captured, with the caller's transaction. */
    public void append(AuditEvent event, @Nullable Payload payload) {
        entities.persist(InboxEntry.of(event, payload != null, nextOrdinal()));
        if (payload != null) entities.persist(new PayloadEntry(Objects.requireNonNull(event.id(), "id"), payload));
    }

    /** Sends what was appended to the database now, and not when the transaction commits. */
    public void flush() {
        entities.flush();
    }

    /**
     * Which of these ids were not known; from now on they are, if the caller's transaction commits. Waits for another
     * transaction that is accepting one of them.
     */
    public Set<UUID> accept(Collection<UUID> ids) {
        if (ids.isEmpty()) return Set.of();
        @SuppressWarnings("unchecked")
        List<UUID> fresh = entities.createNativeQuery(ACCEPT)
                .setParameter(
                        1, String.join(",", ids.stream().map(UUID::toString).toList()))
                .getResultList();
        return new HashSet<>(fresh);
    }

    /** Forgets the ids that were accepted before that time; returns how many. */
    @Transactional(TxType.REQUIRED)
    public int forgetAcceptedBefore(Instant time) {
        return entities.createNativeQuery(FORGET)
                .setParameter(1, java.sql.Timestamp.from(time))
                .executeUpdate();
    }

    /** Microseconds since 1970, always more than the last: inside a transaction the order of the calls. */
    private long nextOrdinal() {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, Clock.systemUTC().instant());
        return lastOrdinal.updateAndGet(last -> Math.max(last + 1, now));
    }
}
