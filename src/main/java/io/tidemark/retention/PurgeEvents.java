package io.tidemark.retention;

import com.github.f4b6a3.uuid.UuidCreator;
import io.tidemark.emit.Origin;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;
import io.tidemark.store.ArchiveFile;
import io.tidemark.store.Part;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Makes the events that tell what has gone. Complete: the owner of the schema stores them, with what they tell of. */
@ApplicationScoped
class PurgeEvents {
    @Inject
    private Origin origin;

    private final Clock clock = Clock.systemUTC();

    AuditEvent of(Part part, @Nullable ArchiveFile file) {
        AuditEventBuilder event = AuditEvent.of("audit.purge")
                .id(UuidCreator.getTimeOrderedEpochPlus1())
                .occurredAt(clock.instant())
                .service(origin.service())
                .nodeId(origin.nodeId())
                .source("app")
                .operation("retention")
                .metadata("first", part.first())
                .metadata("last", part.last())
                .metadata("rows", part.last() - part.first() + 1)
                .metadata("reason", part.reason());
        if (file != null) event.metadata("file", file.name()).metadata("sha256", file.sha256());
        Part.Purge purge = part.purge();
        if (purge != null) {
            event.account(purge.approvedBy())
                    .metadata("purgeId", purge.id().toString())
                    .metadata("requestedBy", purge.requestedBy())
                    .metadata("approvedBy", purge.approvedBy());
        }
        return event.build();
    }
}
