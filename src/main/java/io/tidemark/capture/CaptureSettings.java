package io.tidemark.capture;

import io.tidemark.emit.Settings;
import io.tidemark.emit.StartupRule;
import io.tidemark.event.Payload;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The configuration of capture. */
@ApplicationScoped
class CaptureSettings implements StartupRule {
    static final String LIMIT = "tidemark.capture.limit";
    static final String REDACT = "tidemark.capture.redact";

    static final int BYTES = 64 * 1_024;

    /** Above it a side is dropped. */
    int limit() {
        return limit(new Settings());
    }

    SensitiveNames names() {
        return names(new Settings());
    }

    @Override
    public List<String> problems() {
        Settings settings = new Settings();
        limit(settings);
        for (String part : settings.text(REDACT).orElse("password").split(",", -1)) {
            if (SensitiveNames.folded(part).length() < 2) {
                settings.problem(
                        REDACT + " must be names with commas between them, each with 2 letters or digits, but has: '"
                                + part.strip() + "'");
            }
        }
        return settings.problems();
    }

    private static int limit(Settings settings) {
        return (int) settings.number(LIMIT, BYTES, 1_024, Payload.BYTES);
    }

    private static SensitiveNames names(Settings settings) {
        return settings.text(REDACT)
                .map(SensitiveNames::of)
                .orElseGet(() -> new SensitiveNames(SensitiveNames.DEFAULT));
    }
}
