package io.tidemark.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What Prometheus and Grafana are told. */
record Monitoring(JsonNode rules, JsonNode dashboard) {
    private static final Pattern METRIC = Pattern.compile("\\btidemark_[a-z_]+\\b");

    static Monitoring of(Manifests manifests) throws JsonProcessingException {
        String dashboard = manifests
                .one("ConfigMap", "tidemark-dashboard")
                .path("data")
                .path("tidemark.json")
                .asText();
        return new Monitoring(
                manifests.one("PrometheusRule", "tidemark").path("spec"),
                JsonMapper.builder().build().readTree(dashboard));
    }

    List<JsonNode> alerts() {
        return elements(rules.path("groups"))
                .flatMap(group -> elements(group.path("rules")))
                .toList();
    }

    /** The dashboard's, with its variables filled in. */
    List<String> queries() {
        return elements(dashboard.path("panels"))
                .flatMap(panel -> elements(panel.path("targets")))
                .map(target -> target.path("expr").asText())
                .map(query -> query.replace("$namespace", "tidemark").replace("$__rate_interval", "1m"))
                .toList();
    }

    Set<String> metricsOfAlerts() {
        return metrics(alerts().stream().map(alert -> alert.path("expr").asText()));
    }

    Set<String> metricsOfDashboard() {
        return metrics(queries().stream());
    }

    private static Set<String> metrics(Stream<String> expressions) {
        return expressions
                .flatMap(expression -> METRIC.matcher(expression).results())
                .map(metric -> metric.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
