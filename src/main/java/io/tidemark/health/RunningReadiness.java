package io.tidemark.health;

import io.tidemark.stream.Broadcaster;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** DOWN from the moment that the node is told to stop, before its streams end. */
@Readiness
@ApplicationScoped
public class RunningReadiness implements HealthCheck {
    @Inject
    private Broadcaster broadcaster;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("tidemark.running").status(!broadcaster.isEnding());
        if (broadcaster.isEnding()) response.withData("reason", "The node is stopping");
        return response.build();
    }
}
