package io.tidemark.capture;

import io.tidemark.event.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is captured with the configuration as it is by default. */
final class Captured {
    static final int LIMIT = 64 * 1_024;

    private Captured() {}

    static Conversion conversion() {
        return new Conversion(new SensitiveNames(SensitiveNames.DEFAULT), LIMIT);
    }

    static Payload.Side side(@Nullable Object value) {
        return conversion().result(value, false, new Secrets());
    }

    /** What is kept of it. */
    static String json(@Nullable Object value) {
        return String.valueOf(side(value).json());
    }

    static Recording begin(Capture.Argument... arguments) {
        return new Recording(conversion(), List.of(arguments), false, false);
    }

    static Capture.Argument argument(String name, @Nullable Object value) {
        return new Capture.Argument(name, value, false);
    }
}
