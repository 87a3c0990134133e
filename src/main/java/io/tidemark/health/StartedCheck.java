package io.tidemark.health;

import io.tidemark.tail.Tail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** UP once the schema is there and the node follows the log. */
@Startup
@ApplicationScoped
public class StartedCheck implements HealthCheck {
    @Inject
    private Tail tail;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("tidemark.started")
                .status(tail.position() >= 0)
                .build();
    }
}
