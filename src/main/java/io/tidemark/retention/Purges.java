package io.tidemark.retention;

import com.github.f4b6a3.uuid.UuidCreator;
import io.tidemark.emit.AuditEmitter;
import io.tidemark.event.AuditEvent;
import io.tidemark.store.RetentionTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Early purges: one administrator asks, another one agrees within {@code tidemark.retention.approval}, then whole partitions go. Each
 * step is an event in its transaction. Thread-safe.
 */
@ApplicationScoped
public class Purges {
    private static final int LISTED = 200;

    @Inject
    private RetentionTable table;

    @Inject
    private RetentionSettings settings;

    @Inject
    private AuditEmitter audit;

    /**
     * Asks for everything up to that position to go, as far as it is whole partitions.
     *
     * @throws RetentionRefused if it is not possible now
     */
    @Transactional
    public UUID request(long last, String reason, Admin admin) {
        requirePossible();
        UUID id = UuidCreator.getTimeOrderedEpochPlus1();
        String tokenLife = settings.policy().tokenLife();
        Rules.check(table.request(id, last, reason, admin.accountId(), settings.approval(), tokenLife));
        audit.emit(admin.signed(AuditEvent.of("audit.purge.request")
                .operation("purges.request")
                .metadata("purgeId", id.toString())
                .metadata("last", last)
                .metadata("reason", reason)));
        return id;
    }

    /**
     * Agrees. It runs soon, on a node with {@code tidemark.retention.purge}.
     *
     * @throws RetentionRefused if it is the administrator's own, expired, approved, or held by now
     */
    @Transactional
    public void approve(UUID id, Admin admin) {
        requirePossible();
        Rules.check(table.approve(id, admin.accountId()));
        audit.emit(admin.signed(
                AuditEvent.of("audit.purge.approve").operation("purges.approve").metadata("purgeId", id.toString())));
    }

    /** Newest first; at most {@value #LISTED}. */
    public List<RetentionTable.Purge> all() {
        return table.purges(LISTED);
    }

    public RetentionTable.@Nullable Purge find(UUID id) {
        return table.purge(id);
    }

    private void requirePossible() {
        if (!settings.policy().purge()) throw new RetentionRefused("disabled");
    }
}
