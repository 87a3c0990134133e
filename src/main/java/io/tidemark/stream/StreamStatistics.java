package io.tidemark.stream;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the streams of this node did, since its start. Thread-safe. */
@ApplicationScoped
public class StreamStatistics {
    private final LongAdder deliveries = new LongAdder();
    private final Map<String, LongAdder> closed = new ConcurrentHashMap<>();

    /** Every reason there is. */
    public static List<String> reasons() {
        List<String> reasons = new ArrayList<>(
                Arrays.stream(End.Closed.values()).map(End::reason).toList());
        reasons.add("revoked");
        return reasons;
    }

    /** Events that were written to readers. */
    public long deliveries() {
        return deliveries.sum();
    }

    /** Streams that ended, by reason. */
    public Map<String, Long> closed() {
        Map<String, Long> counts = new TreeMap<>();
        closed.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }

    void delivered(int events) {
        deliveries.add(events);
    }

    void closed(String reason) {
        closed.computeIfAbsent(reason, key -> new LongAdder()).increment();
    }
}
