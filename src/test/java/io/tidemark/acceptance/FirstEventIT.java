package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.EmitterJar;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.SseReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** An application that has the lines which the README counts for the first event, and nothing else of Tidemark. */
class FirstEventIT {
    private static final Path BASE = Path.of(System.getProperty("project.basedir", ""));
    private static final Path SERVER = BASE.resolve("src/test/liberty/bank");
    private static final Path SOURCES = BASE.resolve("src/test/java/io/tidemark/first");

    @Test
    void emitsItsFirstEvent() throws IOException {
        Servers.node(); // migrates the schema
        String name = "ann-" + UUID.randomUUID();
        try (Node greeter = Node.on(Servers.database())
                        .named("first-event")
                        .configured(SERVER)
                        .app("bank.war", archive())
                        .start();
                SseReader reader = SseReader.open(Servers.node(), "/api/v1/stream?target=" + name, Log.readerToken())) {
            assertThat(Api.of(greeter).post("/bank/api/greetings/" + name).status())
                    .isEqualTo(200);

            var event = Log.JSON.readTree(
                    reader.awaitEvents(1, Duration.ofSeconds(30)).get(0).data());
            assertThat(event.path("eventType").asString()).isEqualTo("resource.mutation");
            assertThat(event.path("operation").asString()).isEqualTo("GreetingResource.greet");
            assertThat(event.path("outcome").asString()).isEqualTo("success");
            assertThat(event.path("nodeId").asString()).isEqualTo("first-event");
        }
    }

    @Test
    void needsAsManyLinesAsTheReadmeSays() throws IOException {
        String readme = Files.readString(BASE.resolve("README.md"));
        long dependency =
                found("(?s) *<dependency>.*?</dependency>", readme).lines().count();
        long features = count(
                found(
                        "(?s)What Tidemark needs besides.*?</featureManager>",
                        Files.readString(SERVER.resolve("server.xml"))),
                line -> line.contains("<feature>"));
        long code = 0;
        for (Path source : sources()) {
            code += count(Files.readString(source), line -> line.matches("import io\\.tidemark\\..*|\\s*@Audited.*"));
        }

        assertThat(dependency + features + code)
                .isEqualTo(Long.parseLong(found("(?<=the first event, that of `open`, needs )\\d+", readme)));
    }

    /** Those that are there because the bank is audited, step by step. */
    @Test
    void theStepsOfTheSampleMakeTheSumOfTheReadme() throws IOException {
        String readme = Files.readString(BASE.resolve("README.md"));
        long steps = Pattern.compile("(?m)^\\|.*\\| (\\d+) \\|$")
                .matcher(found("(?s)\\| step \\| where \\| lines \\|.*?\\n\\n", readme))
                .results()
                .mapToLong(row -> Long.parseLong(row.group(1)))
                .sum();

        assertThat(steps).isEqualTo(Long.parseLong(found("(?<=All of it is )\\d+", readme)));
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.list(SOURCES)) {
            return files.toList();
        }
    }

    private static long count(String text, Predicate<String> wanted) {
        return text.lines().filter(wanted).count();
    }

    private static String found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow(() -> new AssertionError("not there: " + pattern));
    }

    private static Path archive() throws IOException {
        Path file = Files.createDirectories(BASE.resolve("target/hosts/first")).resolve("bank.war");
        ShrinkWrap.create(WebArchive.class, "bank.war")
                .addPackage("io.tidemark.first")
                .addAsLibraries(EmitterJar.libraries())
                .as(ZipExporter.class)
                .exportTo(file.toFile(), true);
        return file;
    }
}
