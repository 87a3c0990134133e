package io.tidemark.health;

import io.tidemark.event.LogUnavailable;
import io.tidemark.store.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** DOWN while the database does not answer. */
@Readiness
@ApplicationScoped
public class DatabaseReadiness implements HealthCheck {
    @Inject
    private Log log;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("tidemark.database");
        try {
            return response.up().withData("head", log.bounds().head()).build();
        } catch (LogUnavailable e) {
            return response.down()
                    .withData("reason", "The database does not answer")
                    .build();
        }
    }
}
