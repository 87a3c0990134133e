package io.tidemark.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the world reaches, and that streams stay open. */
class IngressTest {
    /** Between pings of a WebSocket. */
    private static final Duration PING = Duration.ofSeconds(30);

    private static final Path PAGES = Path.of("src/main/webapp");

    record Route(boolean exact, String path) {
        boolean takes(String asked) {
            return exact
                    ? asked.equals(path)
                    : asked.equals(path) || asked.startsWith(path.endsWith("/") ? path : path + "/");
        }
    }

    static Stream<Named<List<Route>>> ingresses() {
        return Stream.of(
                Named.of("nginx", routes("ingress-nginx")),
                Named.of("HAProxy", routes("ingress-haproxy")),
                Named.of("Envoy", gateway()));
    }

    @ParameterizedTest
    @MethodSource("ingresses")
    void theWorldReachesApiAndConsole(List<Route> routes) throws IOException {
        assertThat(routes).anyMatch(takes("/api/v1/stream")).anyMatch(takes("/openapi/ui"));
        assertThat(routes).anyMatch(takes("/")).anyMatch(takes("/webjars/chart.js/dist/chart.umd.js"));
        for (String page : pages()) {
            assertThat(routes).as(page).anyMatch(takes(page));
        }
    }

    /** They ask for no token. */
    @ParameterizedTest
    @MethodSource("ingresses")
    void nobodyReachesMetricsAndHealth(List<Route> routes) {
        assertThat(List.of("/metrics", "/health", "/health/ready", "/ibm/api", "/jwt"))
                .allSatisfy(path -> assertThat(routes).noneMatch(takes(path)));
    }

    @Test
    void nginxPassesEachEventOnAndWaitsLongerThanTheHeartbeat() {
        JsonNode annotations =
                Manifests.with("ingress-nginx").one("Ingress", "tidemark").at("/metadata/annotations");
        String nginx = "nginx.ingress.kubernetes.io/";

        assertThat(annotations.path(nginx + "proxy-buffering").asText()).isEqualTo("off");
        assertThat(annotations.path(nginx + "proxy-request-buffering").asText()).isEqualTo("off");
        assertThat(annotations.path(nginx + "proxy-body-size").asText()).isEqualTo("64m");
        assertThat(Duration.ofSeconds(
                        annotations.path(nginx + "proxy-read-timeout").asLong()))
                .isGreaterThan(heartbeat().multipliedBy(2))
                .isGreaterThan(PING.multipliedBy(2));
    }

    @Test
    void haproxyWaitsLongerThanTheHeartbeat() {
        String timeout = Manifests.with("ingress-haproxy")
                .one("Ingress", "tidemark")
                .at("/metadata/annotations")
                .path("haproxy.org/timeout-server")
                .asText();

        assertThat(Duration.parse("PT" + timeout.toUpperCase(Locale.ROOT)))
                .isGreaterThan(heartbeat().multipliedBy(2))
                .isGreaterThan(PING.multipliedBy(2));
    }

    @Test
    void envoySetsNoEndToAnAnswer() {
        JsonNode api =
                Manifests.with("ingress-envoy").one("HTTPRoute", "tidemark").at("/spec/rules/0");

        assertThat(api.at("/matches/0/path/value").asText()).isEqualTo("/api");
        assertThat(api.at("/timeouts/request").asText()).isEqualTo("0s");
        assertThat(api.at("/timeouts/backendRequest").asText()).isEqualTo("0s");
    }

    private static Duration heartbeat() {
        return Pod.of(Manifests.of("production")).value("TIDEMARK_STREAM_HEARTBEAT", Duration::parse);
    }

    private static List<Route> routes(String component) {
        return elements(Manifests.with(component).one("Ingress", "tidemark").at("/spec/rules/0/http/paths"))
                .map(path -> new Route(
                        path.path("pathType").asText().equals("Exact"),
                        path.path("path").asText()))
                .toList();
    }

    private static List<Route> gateway() {
        return elements(Manifests.with("ingress-envoy")
                        .one("HTTPRoute", "tidemark")
                        .at("/spec/rules"))
                .flatMap(rule -> elements(rule.path("matches")))
                .map(match -> match.path("path"))
                .map(path -> new Route(
                        path.path("type").asText().equals("Exact"),
                        path.path("value").asText()))
                .toList();
    }

    private static List<String> pages() throws IOException {
        try (Stream<Path> files = Files.walk(PAGES)) {
            return files.filter(Files::isRegularFile)
                    .map(PAGES::relativize)
                    .filter(file -> !file.startsWith("WEB-INF"))
                    .map(file -> "/" + file)
                    .toList();
        }
    }

    private static Predicate<Route> takes(String path) {
        return route -> route.takes(path);
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
