package io.tidemark.query;

import io.tidemark.event.Actor;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.EventJson;
import io.tidemark.event.Target;
import io.tidemark.store.LogEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Entries as records of comma-separated values (RFC 4180): a member of the event a column, metadata as JSON. */
final class Csv {
    private record Column(String name, Function<LogEntry, @Nullable Object> value) {}

    private static final String END = "\r\n";
    private static final List<Column> COLUMNS = List.of(
            new Column("seq", LogEntry::seq),
            new Column("id", LogEntry::id),
            event("eventType", AuditEvent::eventType),
            event("eventVersion", AuditEvent::eventVersion),
            event("outcome", e -> e.outcome().text()),
            event("occurredAt", e -> e.occurredAt() == null ? null : EventJson.time(e.occurredAt())),
            new Column("recordedAt", entry -> EventJson.time(entry.recordedAt())),
            event("service", AuditEvent::service),
            event("operation", AuditEvent::operation),
            event("source", AuditEvent::source),
            event("nodeId", AuditEvent::nodeId),
            event("accountId", AuditEvent::accountId),
            event("actorId", AuditEvent::actorId),
            event("targetAccountId", AuditEvent::targetAccountId),
            event("targetActorId", AuditEvent::targetActorId),
            actor("actor.type", Actor::type),
            actor("actor.displayName", Actor::displayName),
            actor("actor.email", Actor::email),
            actor("actor.clientId", Actor::clientId),
            actor("actor.realm", Actor::realm),
            target("target.type", Target::type),
            target("target.id", Target::id),
            target("target.name", Target::name),
            event("errorCode", AuditEvent::errorCode),
            event("errorMessage", AuditEvent::errorMessage),
            event(
                    "errorCategory",
                    e -> e.errorCategory() == null ? null : e.errorCategory().text()),
            event("ip", AuditEvent::ip),
            event("userAgent", AuditEvent::userAgent),
            event("sessionId", AuditEvent::sessionId),
            event("requestId", AuditEvent::requestId),
            event("traceId", AuditEvent::traceId),
            event("durationMs", AuditEvent::durationMs),
            event("metadata", e -> e.metadata() == null ? null : e.metadata().json()),
            event("replayedFrom", AuditEvent::replayedFrom),
            new Column("hasPayload", entry -> entry.hasPayload() ? true : null));

    private Csv() {}

    static String header() {
        return String.join(",", COLUMNS.stream().map(Column::name).toList()) + END;
    }

    static String record(LogEntry entry) {
        StringBuilder record = new StringBuilder(512);
        for (Column column : COLUMNS) {
            if (!record.isEmpty()) record.append(',');
            Object value = column.value().apply(entry);
            if (value != null) record.append(CsvCell.of(value.toString()));
        }
        return record.append(END).toString();
    }

    /** A record of the same width that no entry can look like: its first cell is no number. */
    static String marker(String... cells) {
        List<String> record = new ArrayList<>(Arrays.asList(cells));
        while (record.size() < COLUMNS.size()) record.add("");
        return String.join(",", record) + END;
    }

    private static Column event(String name, Function<AuditEvent, @Nullable Object> value) {
        return new Column(name, entry -> value.apply(entry.event()));
    }

    private static Column actor(String name, Function<Actor, @Nullable Object> value) {
        return event(name, e -> e.actor() == null ? null : value.apply(e.actor()));
    }

    private static Column target(String name, Function<Target, @Nullable Object> value) {
        return event(name, e -> e.target() == null ? null : value.apply(e.target()));
    }
}
