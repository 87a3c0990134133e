package io.tidemark.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.Containerfile.Instruction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The image holds what the build made, and runs as nobody. That its sources are there is {@link ContainerIT}'s. */
class ContainerfileTest {
    private static final List<String> WORDS =
            List.of("FROM", "COPY", "RUN", "ENV", "VOLUME", "WORKDIR", "USER", "EXPOSE", "STOPSIGNAL", "ENTRYPOINT");

    private Containerfile file = new Containerfile(List.of());

    @BeforeEach
    void read() throws IOException {
        file = Containerfile.read();
    }

    @Test
    void consistsOfInstructions() {
        assertThat(file.instructions())
                .extracting(Instruction::word)
                .isSubsetOf(WORDS)
                .startsWith("FROM");
    }

    @Test
    void namesTheReleaseOfEachImageThatItStartsFrom() {
        assertThat(file.all("FROM"))
                .hasSize(2)
                .allSatisfy(from -> assertThat(from.words().get(0)).matches("[a-z.]+/[a-z/-]+:\\d+-(jdk|jre)"));
    }

    /** What changes with every build comes last, so that an update is one small layer. */
    @Test
    void theApplicationIsTheLastLayer() {
        assertThat(file.image().all("COPY"))
                .last()
                .extracting(Instruction::rest)
                .isEqualTo("target/tidemark.war /opt/wlp/usr/servers/tidemark/apps/tidemark.war");
    }

    @Test
    void runsAsNobodyWithThePodsUser() {
        assertThat(file.last("USER")).isEqualTo("10001:10001");
        assertThat(Pod.of(Manifests.of("production"))
                        .source()
                        .at("/securityContext/runAsUser")
                        .asText())
                .isEqualTo("10001");
        assertThat(file.image().last("COPY")).doesNotContain("--chown");
    }

    /** Through a shell the signal to stop would not arrive. */
    @Test
    void javaIsTheFirstProcess() {
        assertThat(file.array("ENTRYPOINT")).startsWith("java").endsWith("tidemark");
        assertThat(file.all("CMD")).isEmpty();
    }

    @Test
    void writesIntoVolumes() {
        assertThat(file.volumes()).containsAll(file.environment().values()).contains("/tmp");
    }

    /** The runtime's {@code usr} has the sample users of {@code mvn}: with them, anybody could log in. */
    @Test
    void takesOnlyWhatItNamesAndNoSampleUser() throws IOException {
        List<String> rules = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        List<String> sources = file.all("COPY").stream()
                .map(Instruction::words)
                .filter(words -> !words.get(0).startsWith("--from"))
                .map(words -> "!" + words.get(0))
                .toList();

        assertThat(rules).startsWith("*").containsAll(sources).hasSize(sources.size() + 2);
        assertThat(rules.indexOf("target/liberty/wlp/usr")).isGreaterThan(rules.indexOf("!target/liberty/wlp"));
        assertThat(Path.of("src/dev/liberty/site.xml")).exists();
    }
}
