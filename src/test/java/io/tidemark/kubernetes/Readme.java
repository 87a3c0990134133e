package io.tidemark.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the README says. */
final class Readme {
    private static final Pattern NAME = Pattern.compile("`([a-z][a-z0-9.-]+)`");
    private static final Pattern METRIC = Pattern.compile("`(tidemark_[a-z_]+)(?:\\{[a-z]+})?`");
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([a-z-]+)\"></a>");

    private Readme() {}

    /** The keys of its table of configuration, as the environment has them: {@code TIDEMARK_STREAM_LEASE}. */
    static Set<String> variables() {
        return chapter("Configuration")
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1)[1])
                .flatMap(keys -> NAME.matcher(keys).results())
                .map(key -> variable(key.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static String variable(String key) {
        return key.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** The metrics that it offers. */
    static Set<String> metrics() {
        return METRIC.matcher(chapter("Operating"))
                .results()
                .map(metric -> metric.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a link into it may end in. */
    static Set<String> anchors() {
        return ANCHOR.matcher(text()).results().map(anchor -> anchor.group(1)).collect(Collectors.toSet());
    }

    private static String chapter(String title) {
        return text().split("\n## " + title + "\n", 2)[1].split("\n## ", 2)[0];
    }

    private static String text() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
