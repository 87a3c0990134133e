package io.tidemark.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where windows of time begin and end in the log, as far as pages have asked: finding a bound costs some twenty looks at
 * the log, each page of a window needs its bounds, and one stays where it is once something is recorded behind it.
 * Thread-safe.
 */
@ApplicationScoped
public class KnownBounds {
    private static final int MOST = 1_000;

    /** Of what is known, if it is that log and has come as far: an earlier state of it may have come back. */
    private static final String SEQ =
            "case when log_id = cast(? as uuid) and next_seq > cast(? as bigint) then cast(? as bigint) else "
                    + "tidemark.seq_at(cast(? as timestamptz) %s interval '1 minute') end";

    private static final Place NOWHERE = new Place(new UUID(0, 0), Long.MAX_VALUE);

    private final Map<Bound, Place> places = new ConcurrentHashMap<>();

    /** A time that windows begin or end at. */
    record Bound(Instant time, boolean isBegin) {
        /** The first position of the window, or the first one beyond it: for {@link #parameters}, a row of the sequencer. */
        String sql() {
            return SEQ.formatted(isBegin ? "-" : "+");
        }
    }

    private record Place(UUID logId, long seq) {}

    boolean has(Bound bound) {
        return places.containsKey(bound);
    }

    List<Object> parameters(Bound bound) {
        Place place = places.getOrDefault(bound, NOWHERE);
        return List.of(place.logId(), place.seq(), place.seq(), bound.time());
    }

    /** That the bound is there in that log, whose head is that one: it stays if there is something behind it. */
    void found(Bound bound, UUID logId, long seq, long head) {
        if (seq > head) return;
        if (places.size() >= MOST) places.clear();
        places.put(bound, new Place(logId, seq));
    }

    /** The node begins to listen, or no longer listens: what is known may be of a database that another one took over from. */
    void forget() {
        places.clear();
    }
}
