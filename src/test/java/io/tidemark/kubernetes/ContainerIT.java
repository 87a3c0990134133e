package io.tidemark.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The server starts with the image's entry point and the pod's environment alone, and is what the manifests say of it. */
class ContainerIT {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void runsAsThePodSays() throws IOException {
        Pod pod = otherThanByDefault(Pod.of(Manifests.of("production")));
        try (var container = new Container(pod, Servers.database())) {
            Api api = Api.of(container.base());
            Await.until("ready container", START, () -> {
                assertThat(container.isAlive()).as(container.console()).isTrue();
                return isUp(api);
            });

            pod.probes()
                    .values()
                    .forEach(probe -> assertThat(
                                    api.get(probe.getHttpGet().getPath()).status())
                            .isEqualTo(200));
            hasEachMetric(api);
            readsItsEnvironment(api);
            assertThat(container.console()).contains("\"type\":\"liberty_message\"");

            assertThat(container.stop(Duration.ofSeconds(
                            pod.source().path("terminationGracePeriodSeconds").asLong())))
                    .isTrue();
            assertThat(container.written()).isEmpty();
        }
    }

    private static boolean isUp(Api api) {
        try {
            return api.get("/health/ready").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static void hasEachMetric(Api api) throws JsonProcessingException {
        var monitoring = Monitoring.of(Manifests.of("production"));
        var asked = new TreeSet<>(monitoring.metricsOfAlerts());
        asked.addAll(monitoring.metricsOfDashboard());
        var shown = Pattern.compile("(?m)^(tidemark_[a-z_]+)\\{")
                .matcher(api.get("/metrics").body())
                .results()
                .map(metric -> metric.group(1))
                .collect(Collectors.toSet());

        assertThat(asked).isNotEmpty().isSubsetOf(shown);
    }

    private static void readsItsEnvironment(Api api) {
        var reader = api.as(Token.of("pod").roles("audit-reader").sign());
        var writer = api.as(Token.of("pod").roles("audit-writer").sign());
        var stream = reader.get("/api/v1/limits").json().path("stream");

        assertThat(stream.path("maxPerSession").asInt()).isEqualTo(7);
        assertThat(stream.path("maxPerNode").asInt()).isEqualTo(1_234);
        assertThat(stream.path("heartbeat").asString()).isEqualTo("PT17S");
        writer.postJson("/api/v1/events", "{\"eventType\":\"test.pod\"}");
        Await.until(
                "event of this node",
                SOON,
                () -> reader.get("/api/v1/events?eventType=test.pod&limit=1").body(),
                body -> body.contains("\"nodeId\":\"tidemark-7c9d-x2x4b\""));
    }

    /** So that it shows whether the server has them from here. */
    private static Pod otherThanByDefault(Pod pod) {
        Map<String, String> other = new TreeMap<>(pod.configuration());
        other.put(Readme.variable("tidemark.stream.per-session"), "7");
        other.put(Readme.variable("tidemark.stream.max"), "1234");
        other.put(Readme.variable("tidemark.stream.heartbeat"), "PT17S");
        assertThat(pod.environment()).extracting(EnvVar::getName).contains("TIDEMARK_NODE");
        return new Pod(pod.environment(), other, pod.probes(), pod.mounts(), pod.source());
    }
}
