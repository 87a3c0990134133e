package io.tidemark.stream;

import io.tidemark.event.Filter;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The batches made last, for readers that are at the same position and want the same: nearly all that keep up. Thread-safe.
 *
 * <p>Why so few? Readers that keep up need the newest alone; each holds its text twice.
 */
final class Batches {
    private static final int SLOTS = 32;
    private static final int LARGEST = 64 * 1_024;

    private final AtomicReferenceArray<@Nullable Made> slots = new AtomicReferenceArray<>(SLOTS);

    private record Made(long from, Format format, Filter filter, Batch batch) {}

    /** One that begins after that position and does not pass the head: complete, as far as there was something to add. */
    @Nullable Batch find(long from, long head, Format format, Filter filter) {
        Made made = slots.get(slot(from, format, filter));
        if (made == null || made.from != from || made.format != format || !made.filter.equals(filter)) return null;
        Batch batch = made.batch;
        return batch.reached() == head || (batch.full() && batch.reached() < head) ? batch : null;
    }

    void add(long from, Format format, Filter filter, Batch batch) {
        if (batch.text().length() > LARGEST) return;
        slots.set(slot(from, format, filter), new Made(from, format, filter, batch));
    }

    private static int slot(long from, Format format, Filter filter) {
        return (int) Math.floorMod(from + filter.hashCode() + format.name().hashCode(), (long) SLOTS);
    }
}
