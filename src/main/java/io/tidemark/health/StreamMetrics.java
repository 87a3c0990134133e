package io.tidemark.health;

import io.tidemark.guard.Guard;
import io.tidemark.guard.Refusals;
import io.tidemark.stream.Broadcaster;
import io.tidemark.stream.StreamStatistics;
import io.tidemark.stream.Subscriptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** What {@code /metrics} says of streams, closings and refusals. */
@ApplicationScoped
public class StreamMetrics {
    @Inject
    private MetricRegistry registry;

    @Inject
    private Broadcaster broadcaster;

    @Inject
    private Subscriptions subscriptions;

    @Inject
    private StreamStatistics statistics;

    @Inject
    private Refusals refusals;

    void register(@Observes @Initialized(ApplicationScoped.class) Object application, Guard guard) {
        registry.gauge("tidemark_streams", subscriptions, open -> open.all().size());
        registry.gauge("tidemark_stream_deliveries", statistics, StreamStatistics::deliveries);
        registry.gauge("tidemark_stream_lag_events", this, StreamMetrics::lag);
        registry.gauge("tidemark_incomplete_revocations", guard, Guard::incomplete);
        for (String reason : StreamStatistics.reasons()) {
            registry.gauge(
                    "tidemark_closed_streams",
                    statistics,
                    of -> of.closed().getOrDefault(reason, 0L),
                    new Tag("reason", reason));
        }
        for (String problem : Refusals.REASONS) {
            registry.gauge(
                    "tidemark_refused_requests",
                    refusals,
                    of -> of.counts().getOrDefault(problem, 0L),
                    new Tag("reason", problem));
        }
    }

    /** How far the slowest reader is behind the head. */
    private long lag() {
        long head = broadcaster.head();
        return subscriptions.all().stream()
                .mapToLong(open -> Math.max(0, head - open.position()))
                .max()
                .orElse(0);
    }
}
