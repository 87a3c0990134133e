package io.tidemark.health;

import io.tidemark.sequence.Sequencer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** DOWN when this node has given no positions, nor found that there are none to give, for {@code tidemark.sequence.stuck}. */
@Readiness
@ApplicationScoped
public class SequencerReadiness implements HealthCheck {
    @Inject
    private Sequencer sequencer;

    @Inject
    @ConfigProperty(name = "tidemark.sequence.stuck", defaultValue = "PT30S")
    private Duration stuck;

    @Override
    public HealthCheckResponse call() {
        Duration since = sequencer.stuckFor();
        return HealthCheckResponse.named("tidemark.sequencer")
                .status(since.compareTo(stuck) < 0)
                .withData("lastStepMs", since.toMillis())
                .build();
    }
}
