package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The system's own Chromium, driven by Playwright; started by the first test that asks, ended with the JVM. */
final class Chromium {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final String MISSING =
            "These tests need Chromium: apt-get install chromium. With -Dbrowser.required=true they fail without it.";

    private static @Nullable Browser browser;

    private Chromium() {}

    /** Skips the calling test where there is no Chromium, or fails it under {@code -Dbrowser.required=true}. */
    static synchronized Browser browser() {
        if (browser != null) return browser;
        Path chromium = find();
        if (Boolean.getBoolean("browser.required"))
            assertThat(chromium).as(MISSING).isNotNull();
        assumeTrue(chromium != null, MISSING);
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        PlaywrightAssertions.setDefaultAssertionTimeout((double) PATIENCE.toMillis());
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(ARGUMENTS));
        return browser;
    }

    private static @Nullable Path find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "chromium"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
