package io.tidemark.emit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** DOWN after {@code tidemark.emit.failures} events in a row that could not be stored. */
@Readiness
@ApplicationScoped
public class EmitReadiness implements HealthCheck {
    @Inject
    private EmitStatistics statistics;

    @Inject
    @ConfigProperty(name = "tidemark.emit.failures", defaultValue = "3")
    private int failures;

    @Override
    public HealthCheckResponse call() {
        int inARow = statistics.failedInARow();
        return HealthCheckResponse.named("tidemark.emit")
                .status(inARow < failures)
                .withData("failedInARow", inARow)
                .build();
    }
}
