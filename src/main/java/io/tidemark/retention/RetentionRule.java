package io.tidemark.retention;

import io.tidemark.emit.Settings;
import io.tidemark.emit.StartupRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What would drop too much, or could not drop at all, stops the start. */
@ApplicationScoped
class RetentionRule implements StartupRule {
    private static final String AGE = "tidemark.retention.age";
    private static final String SIZE = "tidemark.retention.size";
    private static final String PURGE = "tidemark.retention.purge";
    private static final String EXPORT = "tidemark.retention.export";
    private static final String TOKEN_LIFE = "tidemark.retention.token-life";

    @Override
    public List<String> problems() {
        Settings settings = new Settings();
        Age age = age(settings, AGE, "P7Y", settings.text(AGE));
        Age tokenLife = age(
                settings,
                TOKEN_LIFE,
                "P1D",
                Optional.of(settings.text(TOKEN_LIFE).orElse("P1D")));
        settings.oneOf(PURGE, "false", List.of("true", "false"));
        if (settings.text(SIZE).isPresent()) settings.number(SIZE, 1, 1, Long.MAX_VALUE);
        settings.duration("tidemark.retention.approval", Duration.ofDays(1));
        settings.duration("tidemark.retention.poll", Duration.ofMinutes(1));
        settings.text(EXPORT)
                .filter(directory -> !isWritable(directory))
                .ifPresent(directory ->
                        settings.problem(EXPORT + " must be a directory that can be written, but was: " + directory));
        owner(settings);
        tokens(settings, age, tokenLife);
        return settings.problems();
    }

    private static void owner(Settings settings) {
        boolean dedicated = settings.text("pg.owner.user")
                .filter(owner -> !settings.text("pg.user").equals(Optional.of(owner)))
                .isPresent();
        if (dedicated) return;
        for (String key : List.of(AGE, SIZE, PURGE)) {
            if (settings.text(key).filter(value -> !value.equals("false")).isPresent()) {
                settings.problem(key + " needs pg.owner.user, the owner of the schema and another role than pg.user");
            }
        }
    }

    /** A revocation must outlive the tokens that it concerns. */
    private static void tokens(Settings settings, @Nullable Age age, @Nullable Age tokenLife) {
        if (tokenLife == null) return;
        if (age != null && age.length().compareTo(tokenLife.length()) < 0) {
            settings.problem(
                    AGE + " must be at least " + TOKEN_LIFE + " (" + tokenLife.text() + "), but was: " + age.text());
        }
        String key = "mp.jwt.verify.token.age";
        if (settings.text(key).isEmpty()) return;
        long seconds = new Settings().number(key, 1, 1, Integer.MAX_VALUE);
        if (tokenLife.length().toSeconds() < seconds) {
            settings.problem(TOKEN_LIFE + " must be at least " + key + " (" + seconds + " seconds), but was: "
                    + tokenLife.text());
        }
    }

    private static @Nullable Age age(Settings settings, String key, String example, Optional<String> text) {
        try {
            return text.map(Age::of).orElse(null);
        } catch (DateTimeException e) {
            settings.problem(
                    key + " must be a span of time above zero such as " + example + ", but was: " + text.orElse(""));
            return null;
        }
    }

    private static boolean isWritable(String directory) {
        Path path = Path.of(directory);
        return Files.isDirectory(path) && Files.isWritable(path);
    }
}
