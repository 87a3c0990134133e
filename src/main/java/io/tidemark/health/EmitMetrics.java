package io.tidemark.health;

import io.tidemark.emit.EmitStatistics;
import io.tidemark.event.LogUnavailable;
import io.tidemark.sequence.Sequencer;
import io.tidemark.store.SequenceStep;
import io.tidemark.stream.Broadcaster;
import io.tidemark.trace.Behind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** What {@code /metrics} says of the way in and of the inbox. */
@ApplicationScoped
public class EmitMetrics {
    private static final SequenceStep.Waiting UNKNOWN = new SequenceStep.Waiting(-1, Duration.ofSeconds(-1));

    @Inject
    private MetricRegistry registry;

    @Inject
    private EmitStatistics statistics;

    @Inject
    private Sequencer sequencer;

    @Inject
    private SequenceStep step;

    @Inject
    private Broadcaster broadcaster;

    void register(@Observes @Initialized(ApplicationScoped.class) Object application, Behind traces) {
        registry.gauge("tidemark_emitted_events", statistics, EmitStatistics::emitted);
        registry.gauge("tidemark_failed_events", statistics, EmitStatistics::failed);
        registry.gauge("tidemark_unknown_type_events", statistics, EmitStatistics::unknownTypes);
        registry.gauge("tidemark_misfit_metadata_events", statistics, EmitStatistics::misfits);
        registry.gauge("tidemark_dropped_payloads", statistics, EmitStatistics::droppedPayloads);
        registry.gauge("tidemark_lost_traces", traces, Behind::lost);
        registry.gauge("tidemark_sequenced_events", sequencer, Sequencer::sequenced);
        registry.gauge(
                "tidemark_inbox_events", this, metrics -> metrics.waiting().depth());
        registry.gauge(
                "tidemark_inbox_age_seconds",
                this,
                metrics -> metrics.waiting().age().toMillis() / 1_000.0);
    }

    /** -1 while the database does not answer. */
    private SequenceStep.Waiting waiting() {
        if (broadcaster.isStale()) return UNKNOWN;
        try {
            return step.waiting(Clock.systemUTC().instant());
        } catch (LogUnavailable e) {
            return UNKNOWN;
        }
    }
}
