package io.tidemark.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program of the system. Without it the calling test is skipped, or fails under {@code -Dkubernetes.required=true}. */
record Tool(String name, String install) {
    static final Tool PROMTOOL = new Tool("promtool", "Debian's package prometheus");

    /** What it said, and whether it was content. */
    record Output(int exit, String text) {}

    static boolean isThere(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    }

    /** Skips or fails without it. */
    void require() {
        String missing =
                "These tests need " + name + ": " + install + ". With -Dkubernetes.required=true they fail without it.";
        boolean there = isThere(name);
        if (Boolean.getBoolean("kubernetes.required"))
            assertThat(there).as(missing).isTrue();
        assumeTrue(there, missing);
    }

    Output run(String... arguments) {
        require();
        List<String> command =
                Stream.concat(Stream.of(name), Stream.of(arguments)).toList();
        try {
            Path text = Files.createTempFile(Files.createDirectories(Path.of("target/kubernetes")), name, ".out");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(text.toFile())
                    .start();
            return new Output(process.waitFor(), Files.readString(text, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
