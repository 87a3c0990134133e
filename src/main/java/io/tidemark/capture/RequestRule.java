package io.tidemark.capture;

import io.tidemark.emit.Settings;
import io.tidemark.emit.StartupRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The configuration of requests and denials. */
@ApplicationScoped
class RequestRule implements StartupRule {
    @Override
    public List<String> problems() {
        Settings settings = new Settings();
        settings.oneOf("tidemark.capture.denials", "true", List.of("true", "false"));
        settings.number(Denials.PER_CLIENT, 10, 1, 1_000_000);
        settings.number(Denials.PER_MINUTE, 600, 1, 1_000_000);
        settings.text(RequestSettings.PROXIES).ifPresent(list -> {
            try {
                Proxies.of(list);
            } catch (IllegalArgumentException e) {
                settings.problem(RequestSettings.PROXIES + " must be a list of networks: " + e.getMessage());
            }
        });
        return settings.problems();
    }
}
