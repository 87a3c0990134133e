package io.tidemark.stream;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.Outcome;
import io.tidemark.store.LogEntry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/** Entries of a log that is nowhere: every third one is a failure, every fifth has a payload. */
final class Entries {

    private Entries() {}

    static LogEntry entry(long seq) {
        var event = AuditEvent.of("login")
                .id(new UUID(0, seq))
                .occurredAt(Instant.EPOCH)
                .outcome(seq % 3 == 0 ? Outcome.FAILURE : Outcome.SUCCESS)
                .build();
        return new LogEntry(seq, Instant.EPOCH, event, seq % 5 == 0, null, null);
    }

    /** From the first to the last, both included. */
    static List<LogEntry> entries(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(Entries::entry).toList();
    }
}
