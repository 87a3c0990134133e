package io.tidemark.retention;

import com.github.f4b6a3.uuid.UuidCreator;
import io.tidemark.emit.AuditEmitter;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;
import io.tidemark.store.RetentionTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Legal holds: while one stands, nothing that it covers goes, by age or by purge. Each step is an event in its transaction. Thread-safe. */
@ApplicationScoped
public class Holds {
    private static final int LISTED = 200;

    @Inject
    private RetentionTable table;

    @Inject
    private AuditEmitter audit;

    /** What a hold covers: from one position to another, each end open if absent; and why. */
    public record Wanted(@Nullable Long first, @Nullable Long last, String reason) {}

    /**
     * When it returns and the transaction commits, nothing that it covers will go.
     *
     * @throws RetentionRefused if a part of it has gone already
     */
    @Transactional
    public UUID place(Wanted wanted, Admin admin) {
        UUID id = UuidCreator.getTimeOrderedEpochPlus1();
        Rules.check(table.place(id, wanted.first(), wanted.last(), wanted.reason(), admin.accountId()));
        AuditEventBuilder event = AuditEvent.of("audit.hold.place")
                .operation("holds.place")
                .metadata("holdId", id.toString())
                .metadata("first", wanted.first() == null ? 1 : wanted.first())
                .metadata("reason", wanted.reason());
        if (wanted.last() != null) event.metadata("last", wanted.last());
        audit.emit(admin.signed(event));
        return id;
    }

    /**
     * What it covered may go from then on.
     *
     * @throws RetentionRefused if there is none, or it is released
     */
    @Transactional
    public void release(UUID id, String reason, Admin admin) {
        Rules.check(table.release(id, reason, admin.accountId()));
        audit.emit(admin.signed(AuditEvent.of("audit.hold.release")
                .operation("holds.release")
                .metadata("holdId", id.toString())
                .metadata("reason", reason)));
    }

    /** Standing ones first; at most {@value #LISTED}. */
    public List<RetentionTable.Hold> all() {
        return table.holds(LISTED);
    }

    public RetentionTable.@Nullable Hold find(UUID id) {
        return table.hold(id);
    }
}
