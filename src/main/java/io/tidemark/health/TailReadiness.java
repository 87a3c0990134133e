package io.tidemark.health;

import io.tidemark.tail.Tail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** DOWN when the node has not heard from the log within the lease: it serves no streams then. */
@Readiness
@ApplicationScoped
public class TailReadiness implements HealthCheck {
    @Inject
    private Tail tail;

    @Inject
    @ConfigProperty(name = "tidemark.stream.lease", defaultValue = "PT5S")
    private Duration lease;

    @Override
    public HealthCheckResponse call() {
        Duration silence = tail.silence();
        boolean fresh = tail.position() >= 0 && silence.compareTo(lease) <= 0;
        HealthCheckResponseBuilder response = HealthCheckResponse.named("tidemark.tail")
                .status(fresh)
                .withData("seq", tail.position())
                .withData("silenceMs", silence.toMillis());
        if (!fresh) response.withData("reason", "Not heard from the log for " + silence + "; the lease is " + lease);
        return response.build();
    }
}
