package io.tidemark.health;

import io.tidemark.event.LogUnavailable;
import io.tidemark.store.Log;
import io.tidemark.stream.Broadcaster;
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

    @Inject
    private Broadcaster broadcaster;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("tidemark.database");
        if (broadcaster.isStale()) return down(response);
        try {
            return response.up().withData("head", log.bounds().head()).build();
        } catch (LogUnavailable e) {
            return down(response);
        }
    }

    private static HealthCheckResponse down(HealthCheckResponseBuilder response) {
        return response.down()
                .withData("reason", "The database does not answer")
                .build();
    }
}
