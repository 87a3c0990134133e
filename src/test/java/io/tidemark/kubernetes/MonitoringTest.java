package io.tidemark.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard ask for metrics that there are, in PromQL, and each alert has its runbook. */
class MonitoringTest {
    /** What the server does, not what may be wrong with it. */
    private static final Set<String> WITHOUT_ALERT = Set.of(
            "tidemark_emitted_events",
            "tidemark_stream_deliveries",
            "tidemark_oldest_seq",
            "tidemark_dropped_partitions");

    private static final Path DIRECTORY = Path.of("target/kubernetes");

    @Test
    void theDashboardShowsEveryMetricOfTheReadmeAndNoOther() throws JsonProcessingException {
        assertThat(monitoring().metricsOfDashboard())
                .isEqualTo(Readme.metrics())
                .isNotEmpty();
    }

    @Test
    void alertsWatchEveryMetricThatCanBeWrong() throws JsonProcessingException {
        assertThat(monitoring().metricsOfAlerts())
                .doesNotContainAnyElementsOf(WITHOUT_ALERT)
                .containsExactlyElementsOf(Readme.metrics().stream()
                        .filter(metric -> !WITHOUT_ALERT.contains(metric))
                        .toList());
    }

    @Test
    void eachAlertHasAnEntryInTheReadme() throws JsonProcessingException {
        Set<String> anchors = Readme.anchors();

        assertThat(monitoring().alerts()).isNotEmpty().allSatisfy(alert -> {
            String runbook = alert.at("/annotations/runbook").asText();
            assertThat(runbook).startsWith("README.md#");
            assertThat(anchors).contains(runbook.substring("README.md#".length()));
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning", "info");
            assertThat(alert.at("/annotations/summary").asText()).isNotEmpty();
        });
    }

    @Test
    void readmeDescribesEachAlert() throws JsonProcessingException, IOException {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(monitoring().alerts())
                .extracting(alert -> alert.path("alert").asText())
                .allSatisfy(name -> assertThat(readme).contains("`" + name + "`"));
    }

    @Test
    void warnsAtFourFifthsOfTheStreamsThatANodeMayHave() throws JsonProcessingException {
        int max = Pod.of(Manifests.of("production")).value("TIDEMARK_STREAM_MAX", Integer::parseInt);
        JsonNode nearMax = alert("TidemarkStreamsNearMax");

        assertThat(nearMax.path("expr").asText()).endsWith("> " + max / 5 * 4);
        assertThat(nearMax.at("/annotations/description").asText()).contains("(" + max + ")");
    }

    @Test
    void prometheusFindsTheServer() {
        Manifests manifests = Manifests.of("production");
        JsonNode monitor = manifests.one("ServiceMonitor", "tidemark").path("spec");

        assertThat(monitor.at("/endpoints/0/path").asText()).isEqualTo("/metrics");
        assertThat(monitor.at("/endpoints/0/port"))
                .isEqualTo(manifests.one("Service", "tidemark").at("/spec/ports/0/name"));
        assertThat(monitor.at("/selector/matchLabels"))
                .isEqualTo(manifests.one("Deployment", "tidemark").at("/spec/selector/matchLabels"));
    }

    @Test
    void rulesAndQueriesArePromql() throws IOException {
        List<String> queries = monitoring().queries();
        Files.createDirectories(DIRECTORY);
        write("rules.yml", Map.of("groups", monitoring().rules().path("groups")));
        write(
                "queries.yml",
                Map.of(
                        "groups",
                        List.of(Map.of(
                                "name",
                                "dashboard",
                                "rules",
                                IntStream.range(0, queries.size())
                                        .mapToObj(i -> Map.of("record", "query:" + i, "expr", queries.get(i)))
                                        .toList()))));

        succeeds("check", "rules", DIRECTORY.resolve("rules.yml").toString());
        succeeds("check", "rules", DIRECTORY.resolve("queries.yml").toString());
    }

    /** The cases are in alerts.yml: when each fires, and when it does not. */
    @Test
    void alertsFireWhenTheyShould() throws IOException {
        Files.createDirectories(DIRECTORY);
        write("rules.yml", Map.of("groups", monitoring().rules().path("groups")));
        String cases = Files.readString(Path.of("src/test/resources/io/tidemark/kubernetes/alerts.yml"));
        Files.writeString(DIRECTORY.resolve("alerts.yml"), cases);

        assertThat(monitoring().alerts())
                .extracting(alert -> alert.path("alert").asText())
                .allSatisfy(name -> assertThat(cases).contains("alertname: " + name + "\n"));
        succeeds("test", "rules", DIRECTORY.resolve("alerts.yml").toString());
    }

    private static void succeeds(String... arguments) {
        Tool.Output output = Tool.PROMTOOL.run(arguments);
        assertThat(output.exit()).as(output.text()).isZero();
    }

    private static void write(String file, Object content) throws IOException {
        // JSON is YAML.
        JsonMapper.builder().build().writeValue(DIRECTORY.resolve(file).toFile(), content);
    }

    private static JsonNode alert(String name) throws JsonProcessingException {
        return monitoring().alerts().stream()
                .filter(alert -> alert.path("alert").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Monitoring monitoring() throws JsonProcessingException {
        return Monitoring.of(Manifests.of("production"));
    }
}
