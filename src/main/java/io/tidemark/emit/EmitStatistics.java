package io.tidemark.emit;

import io.tidemark.event.Drift;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What became of the events that this application emitted, since its start. Thread-safe. */
@ApplicationScoped
public class EmitStatistics {
    private final LongAdder emitted = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder unknownTypes = new LongAdder();
    private final LongAdder misfits = new LongAdder();
    private final LongAdder droppedPayloads = new LongAdder();
    private final AtomicInteger failedInARow = new AtomicInteger();

    /** Events of transactions that committed. */
    public long emitted() {
        return emitted.sum();
    }

    /** Events that could not be stored. */
    public long failed() {
        return failed.sum();
    }

    /** Events whose type is not in the catalogue; they were stored. */
    public long unknownTypes() {
        return unknownTypes.sum();
    }

    /** Events whose metadata does not fit its type's schema; they were stored. */
    public long misfits() {
        return misfits.sum();
    }

    /** Payloads that could not be kept; their events were stored without them. */
    public long droppedPayloads() {
        return droppedPayloads.sum();
    }

    /** Failures since the last event that was stored. */
    public int failedInARow() {
        return failedInARow.get();
    }

    void stored(int events) {
        emitted.add(events);
        failedInARow.set(0);
    }

    void failed(int events) {
        failed.add(events);
        failedInARow.incrementAndGet();
    }

    void droppedPayload() {
        droppedPayloads.increment();
    }

    void drifted(Drift drift) {
        if (drift == Drift.UNKNOWN_TYPE) unknownTypes.increment();
        if (drift == Drift.METADATA) misfits.increment();
    }
}
