package io.tidemark.emit;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads configuration in order to find what is wrong with it: one line a problem. Not thread-safe. */
public final class Settings {
    private final Config config = ConfigProvider.getConfig();
    private final List<String> problems = new ArrayList<>();

    public List<String> problems() {
        return problems;
    }

    /** A problem that concerns more than one key. */
    public void problem(String line) {
        problems.add(line);
    }

    /** The value as it stands. */
    public Optional<String> text(String key) {
        return config.getOptionalValue(key, String.class).filter(value -> !value.isBlank());
    }

    public void oneOf(String key, String byDefault, List<String> values) {
        String value = text(key).orElse(byDefault);
        if (!values.contains(value)) {
            problems.add(key + " must be one of " + String.join(", ", values) + ", but was: " + value);
        }
    }

    /** An ISO-8601 duration above zero; the default if it is not one. */
    public Duration duration(String key, Duration byDefault) {
        String value = text(key).orElse(byDefault.toString());
        try {
            Duration duration = Duration.parse(value);
            if (duration.compareTo(Duration.ZERO) > 0) return duration;
        } catch (DateTimeParseException e) {
            // Falls through to the same line.
        }
        problems.add(key + " must be a duration above zero such as " + byDefault + ", but was: " + value);
        return byDefault;
    }

    /** A whole number within bounds; the default if it is not one. */
    public long number(String key, long byDefault, long min, long max) {
        String value = text(key).orElse(Long.toString(byDefault));
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) return number;
        } catch (NumberFormatException e) {
            // Falls through to the same line.
        }
        problems.add(key + " must be a whole number from " + min + " to " + max + ", but was: " + value);
        return byDefault;
    }
}
