package io.tidemark.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Java that writes streams with virtual threads. */
public final class Java25 {

    private static final Path DEBIAN = Path.of("/usr/lib/jvm");
    private static final String ABSENT =
            "no JDK 24 or newer: give one with -Dtest.java25.home, or JAVA_HOME_25, or install it in " + DEBIAN;

    private Java25() {}

    /** Where it is. The test is skipped if it is nowhere, and fails under {@code -Djava25.required=true}. */
    public static Path homeOrSkip() {
        var home = home();
        if (home.isEmpty() && Boolean.getBoolean("java25.required")) throw new AssertionError(ABSENT);
        assumeTrue(home.isPresent(), ABSENT);
        return home.orElseThrow();
    }

    /** Where it is, if there is one. */
    public static Optional<Path> home() {
        return Stream.of(
                        given(System.getProperty("test.java25.home")),
                        given(System.getenv("JAVA_HOME_25")),
                        installed())
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Path> given(@Nullable String home) {
        return Optional.ofNullable(home).filter(text -> !text.isBlank()).map(Path::of);
    }

    private static Optional<Path> installed() {
        if (!Files.isDirectory(DEBIAN)) return Optional.empty();
        try (var homes = Files.list(DEBIAN)) {
            return homes.filter(home -> home.getFileName().toString().contains("25"))
                    .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
