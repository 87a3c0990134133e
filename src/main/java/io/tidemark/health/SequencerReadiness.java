package io.tidemark.health;

import io.tidemark.event.LogUnavailable;
import io.tidemark.sequence.Sequencer;
import io.tidemark.stream.Broadcaster;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** DOWN when this node has given no positions, nor found that there are none to give, for {@code tidemark.sequence.stuck}. */
@Readiness
@ApplicationScoped
public class SequencerReadiness implements HealthCheck {
    /** Steps take milliseconds. */
    private static final Duration LONG = Duration.ofSeconds(2);

    @Inject
    private Sequencer sequencer;

    @Inject
    private Broadcaster broadcaster;

    @Override
    public HealthCheckResponse call() {
        Duration since = sequencer.stuckFor();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("tidemark.sequencer")
                .status(!sequencer.isStuck())
                .withData("lastStepMs", since.toMillis());
        if (since.compareTo(LONG) > 0) response.withData("reason", reason());
        return response.build();
    }

    private String reason() {
        if (broadcaster.isStale()) return "The database does not answer";
        try {
            return "tidemark.sequencer is held by " + sequencer.holder();
        } catch (LogUnavailable e) {
            return "The database does not answer";
        }
    }
}
