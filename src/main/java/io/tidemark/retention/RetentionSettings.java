package io.tidemark.retention;

import io.tidemark.store.Policy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** {@code tidemark.retention.*}: nothing goes unless it is set. */
@ApplicationScoped
public class RetentionSettings {
    @Inject
    @ConfigProperty(name = "tidemark.retention.age")
    private Optional<String> age;

    @Inject
    @ConfigProperty(name = "tidemark.retention.size")
    private Optional<Long> size;

    @Inject
    @ConfigProperty(name = "tidemark.retention.purge", defaultValue = "false")
    private boolean purge;

    @Inject
    @ConfigProperty(name = "tidemark.retention.approval", defaultValue = "P1D")
    private Duration approval;

    @Inject
    @ConfigProperty(name = "tidemark.retention.token-life", defaultValue = "P1D")
    private String tokenLife;

    @Inject
    @ConfigProperty(name = "tidemark.retention.export")
    private Optional<String> export;

    @Inject
    @ConfigProperty(name = "tidemark.retention.poll", defaultValue = "PT1M")
    private Duration poll;

    public Policy policy() {
        return new Policy(age.orElse(null), size.orElse(null), purge, tokenLife);
    }

    /** Whether anything ever goes. */
    boolean isOn() {
        return purge || policy().isAutomatic();
    }

    /** How long an early purge may be approved, and then run. */
    public Duration approval() {
        return approval;
    }

    /** Where partitions are written before they go. */
    public @Nullable Path export() {
        return export.map(Path::of).orElse(null);
    }

    Duration poll() {
        return poll;
    }
}
