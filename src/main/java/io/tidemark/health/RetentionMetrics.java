package io.tidemark.health;

import io.tidemark.event.LogUnavailable;
import io.tidemark.retention.RetentionStatistics;
import io.tidemark.store.Log;
import io.tidemark.stream.Broadcaster;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** What {@code /metrics} says of what the log keeps. */
@ApplicationScoped
public class RetentionMetrics {
    @Inject
    private MetricRegistry registry;

    @Inject
    private Log log;

    @Inject
    private Broadcaster broadcaster;

    void register(@Observes @Initialized(ApplicationScoped.class) Object application, RetentionStatistics statistics) {
        registry.gauge("tidemark_oldest_seq", this, RetentionMetrics::oldest);
        registry.gauge("tidemark_dropped_partitions", statistics, RetentionStatistics::dropped);
        registry.gauge("tidemark_retention_failures", statistics, RetentionStatistics::failures);
    }

    /** -1 while the database does not answer. */
    private long oldest() {
        if (broadcaster.isStale()) return -1;
        try {
            return log.bounds().oldest();
        } catch (LogUnavailable e) {
            return -1;
        }
    }
}
