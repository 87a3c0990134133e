package io.tidemark.bench;

import java.util.Map;

/** What came to the readers of a {@link Crowd}, and when. */
final class Arrivals {
    private final long[] ids;
    private final long[] instants;
    private int count;

    /** Notes what comes from now on. */
    Arrivals(Crowd readers, int events) {
        ids = new long[events * readers.size()];
        instants = new long[ids.length];
        readers.reset();
        readers.watch((reader, id, nanos) -> {
            ids[count] = id;
            instants[count++] = nanos;
        });
    }

    /** How many milliseconds each was under way, by the instant that the event with that id was sent at. */
    double[] millisSince(Map<Long, Long> sent) {
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            Long at = sent.get(ids[i]);
            Wrong.unless(at != null, "nobody sent " + ids[i]);
            millis[i] = at == null ? 0 : (instants[i] - at) / 1e6;
        }
        return millis;
    }
}
