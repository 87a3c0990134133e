package io.tidemark.health;

import io.tidemark.sequence.Sequencer;
import io.tidemark.tail.Tail;
import io.tidemark.trace.Behind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** DOWN when a thread that nothing else would restart has died: the node must be restarted. */
@Liveness
@ApplicationScoped
public class ThreadsLiveness implements HealthCheck {
    @Inject
    private Sequencer sequencer;

    @Inject
    private Tail tail;

    @Inject
    private Behind traces;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("tidemark.threads")
                .status(sequencer.isAlive() && tail.isAlive() && traces.isAlive())
                .build();
    }
}
