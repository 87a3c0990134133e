package io.tidemark.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pods fit the server that runs in them, its image and its database. */
class PodTest {
    /** Liberty's own wait for open requests, which goes on beside ours. */
    private static final Duration LIBERTY = Duration.ofSeconds(30);

    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);
    private static final Set<String> OF_LIBERTY =
            Set.of("WLP_LOGGING_CONSOLE_FORMAT", "WLP_LOGGING_CONSOLE_LOGLEVEL", "WLP_LOGGING_CONSOLE_SOURCE");

    /** The pool, the two connections of the tail and the two of the migration: see server.xml. */
    private static final int CONNECTIONS_BESIDE_THE_POOL = 4;

    static Stream<Named<Pod>> pods() {
        return Stream.of(
                Named.of("dev", Pod.of(Manifests.of("dev"))),
                Named.of("production", Pod.of(Manifests.of("production"))),
                Named.of("openliberty", Pod.ofLibertyApplication(Manifests.of("openliberty"))));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void everyVariableIsAKeyOfTheConfiguration(Pod pod) {
        assertThat(pod.variables())
                .doesNotHaveDuplicates()
                .filteredOn(name -> !OF_LIBERTY.contains(name))
                .isNotEmpty()
                .isSubsetOf(Readme.variables());
    }

    @ParameterizedTest
    @MethodSource("pods")
    void namesWhatTheServerRequires(Pod pod) {
        assertThat(pod.variables())
                .contains(
                        "PG_URL",
                        "PG_USER",
                        "PG_PASSWORD",
                        "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                        "MP_JWT_VERIFY_ISSUER",
                        "MP_JWT_VERIFY_AUDIENCES");
    }

    @ParameterizedTest
    @MethodSource("pods")
    void asksThePathsOfHealthAtThePortOfTheServer(Pod pod) throws IOException {
        String server = Files.readString(Path.of("liberty-config/server.xml"));

        assertThat(server).contains("<variable name=\"http.port\" defaultValue=\"9080\"/>");
        assertThat(pod.variables()).doesNotContain("HTTP_PORT");
        pod.probes().forEach((check, probe) -> {
            assertThat(probe.getHttpGet().getPath()).isEqualTo("/health/" + check);
            assertThat(probe.getHttpGet().getPort().getValue()).isIn("http", 9080);
        });
    }

    @Test
    void thePortOfThatNameIsTheServers() {
        Manifests manifests = Manifests.of("production");

        assertThat(Pod.of(manifests).source().at("/containers/0/ports"))
                .singleElement()
                .satisfies(port -> assertThat(port).hasToString("{\"containerPort\":9080,\"name\":\"http\"}"));
        assertThat(manifests
                        .one("Service", "tidemark")
                        .at("/spec/ports/0/targetPort")
                        .asText())
                .isEqualTo("http");
        assertThat(Manifests.of("openliberty")
                        .one("OpenLibertyApplication", "tidemark")
                        .at("/spec/service"))
                .hasToString("{\"port\":9080,\"portName\":\"http\",\"type\":\"ClusterIP\"}");
    }

    @ParameterizedTest
    @MethodSource("pods")
    void writesOnlyWhereTheImageHasAVolume(Pod pod) throws IOException {
        assertThat(pod.mounts())
                .filteredOn(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                .extracting(VolumeMount::getMountPath)
                .containsExactlyInAnyOrderElementsOf(Containerfile.read().volumes());
    }

    @ParameterizedTest
    @MethodSource("pods")
    void hasNoRights(Pod pod) {
        JsonNode container = first(pod.source(), "/containers/0/securityContext", "/securityContext");
        JsonNode user = first(pod.source(), "/securityContext", "/securityContext");

        assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.at("/capabilities/drop")).hasToString("[\"ALL\"]");
        assertThat(user.path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(user.path("runAsUser").asInt()).isPositive();
        assertThat(user.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    }

    @Test
    void stopsWithinItsGracePeriod() {
        Pod pod = Pod.of(Manifests.of("production"));
        Duration grace = Duration.ofSeconds(
                pod.source().path("terminationGracePeriodSeconds").asLong());
        Duration preStop = Duration.ofSeconds(
                pod.source().at("/containers/0/lifecycle/preStop/sleep/seconds").asLong());
        Pod byOperator = Pod.ofLibertyApplication(Manifests.of("openliberty"));

        assertThat(preStop).isPositive();
        assertThat(grace).isGreaterThan(preStop.plus(quiesce(pod))).isGreaterThan(preStop.plus(LIBERTY));
        // The operator offers neither a preStop nor a grace period.
        assertThat(DEFAULT_GRACE).isGreaterThan(quiesce(byOperator));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void knowsItsDatabaseByTheNamesOfTheCluster(Pod pod) {
        DatabaseCluster cluster =
                Kinds.parse(Manifests.of("production").one("Cluster", "tidemark-db"), DatabaseCluster.class);
        String name = cluster.metadata().getName();
        DatabaseCluster.Initdb initdb = cluster.spec().bootstrap().initdb();
        DatabaseCluster.Role role = cluster.spec().managed().roles().get(0);
        URI url = pod.value("PG_URL", value -> URI.create(value.substring("jdbc:".length())));

        assertThat(url.getHost()).isEqualTo(name + "-rw");
        assertThat(url.getPath()).isEqualTo("/" + initdb.database());
        assertThat(url.getQuery()).contains("sslmode=verify-full", "sslrootcert=/etc/tidemark/database/ca.crt");
        assertThat(first(pod.source(), "/volumes/3/secret/secretName").asText()).isEqualTo(name + "-ca");
        assertThat(pod.secrets())
                .isEqualTo(Map.of(
                        "PG_USER", role.passwordSecret().name() + ".username",
                        "PG_PASSWORD", role.passwordSecret().name() + ".password",
                        "PG_OWNER_USER", initdb.secret().name() + ".username",
                        "PG_OWNER_PASSWORD", initdb.secret().name() + ".password"));
    }

    /** Elsewhere somebody must make them: the names are in k8s/README.md. */
    @Test
    void devHasTheSecretsOfBothRoles() {
        Manifests dev = Manifests.of("dev");
        DatabaseCluster.Spec cluster = Kinds.parse(dev.one("Cluster", "tidemark-db"), DatabaseCluster.class)
                .spec();

        assertThat(dev.one("Secret", "tidemark-owner").at("/data/username").asText())
                .isEqualTo(base64(cluster.bootstrap().initdb().owner()));
        assertThat(dev.one("Secret", "tidemark-application")
                        .at("/data/username")
                        .asText())
                .isEqualTo(base64(cluster.managed().roles().get(0).name()));
        assertThat(Manifests.of("production").all("Secret")).isEmpty();
    }

    @Test
    void scalesAtHalfOfTheStreamsThatANodeMayHave() {
        Manifests manifests = Manifests.of("production");
        int max = Pod.of(manifests).value("TIDEMARK_STREAM_MAX", Integer::parseInt);
        String half = "{\"metric\":{\"name\":\"tidemark_streams\"}," + "\"target\":{\"averageValue\":\"" + max / 2
                + "\",\"type\":\"AverageValue\"}}";

        assertThat(manifests.one("HorizontalPodAutoscaler", "tidemark").at("/spec/metrics/0/pods"))
                .hasToString(half);
        assertThat(Manifests.of("openliberty")
                        .one("OpenLibertyApplication", "tidemark")
                        .at("/spec/autoscaling/metrics/0/pods"))
                .hasToString(half);
    }

    @Test
    void theDatabaseHasConnectionsForAllNodes() {
        Manifests manifests = Manifests.of("production");
        int pool = Pod.of(manifests).value("PG_POOL", Integer::parseInt);
        int nodes = manifests
                .one("HorizontalPodAutoscaler", "tidemark")
                .at("/spec/maxReplicas")
                .asInt();
        int connections = manifests
                .one("Cluster", "tidemark-db")
                .at("/spec/postgresql/parameters/max_connections")
                .asInt();

        // One more node while a rollout goes on.
        assertThat(connections).isGreaterThanOrEqualTo((nodes + 1) * (pool + CONNECTIONS_BESIDE_THE_POOL));
    }

    @Test
    void bothKindsOfPodAreTheSame() {
        Pod deployment = Pod.of(Manifests.of("production"));
        Pod application = Pod.ofLibertyApplication(Manifests.of("openliberty"));

        assertThat(application.environment()).isEqualTo(deployment.environment());
        assertThat(application.mounts()).isEqualTo(deployment.mounts());
        assertThat(application.source().path("volumes"))
                .isEqualTo(deployment.source().path("volumes"));
        assertThat(application.source().path("resources"))
                .isEqualTo(deployment.source().at("/containers/0/resources"));
    }

    /** Streams end over it, and then it is waited for once more for those that do not read. */
    private static Duration quiesce(Pod pod) {
        return pod.value("TIDEMARK_STREAM_QUIESCE", Duration::parse).multipliedBy(2);
    }

    private static JsonNode first(JsonNode source, String... pointers) {
        return List.of(pointers).stream()
                .map(source::at)
                .filter(node -> !node.isMissingNode())
                .findFirst()
                .orElseThrow();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
