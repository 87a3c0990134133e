package io.tidemark.emit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** The emitter's configuration and the application's event types. */
@ApplicationScoped
class EmitRule implements StartupRule {
    @Inject
    private Catalogue catalogue;

    @Override
    public List<String> problems() {
        Settings settings = new Settings();
        settings.oneOf("tidemark.emitter", "jpa", List.of("jpa", "log", "noop"));
        settings.number("tidemark.emit.failures", 3, 1, 1_000_000);
        settings.duration("tidemark.ingest.window", Duration.ofDays(7));
        settings.duration("tidemark.sequence.pause", Duration.ofMillis(5));
        settings.duration("tidemark.sequence.poll", Duration.ofSeconds(1));
        settings.duration("tidemark.sequence.stuck", Duration.ofSeconds(30));
        settings.number("tidemark.sequence.limit", 1_000, 1, 100_000);
        for (String key : List.of("tidemark.service", "tidemark.node")) {
            settings.text(key)
                    .filter(value -> value.length() > 255)
                    .ifPresent(value -> settings.problem(key + " must have at most 255 characters"));
        }
        try {
            catalogue.types();
        } catch (IllegalArgumentException | IllegalStateException e) {
            settings.problem(String.valueOf(e.getMessage()));
        }
        return settings.problems();
    }
}
