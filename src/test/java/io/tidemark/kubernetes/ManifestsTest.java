package io.tidemark.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each object is one that a cluster takes, and refers to nothing that is not there. */
class ManifestsTest {
    private static final List<String> INGRESSES = List.of("ingress-nginx", "ingress-haproxy", "ingress-envoy");

    static Stream<Named<Manifests>> kustomizations() {
        return Stream.concat(
                Stream.of("dev", "production", "openliberty").map(name -> Named.of(name, Manifests.of(name))),
                INGRESSES.stream().map(name -> Named.of(name, Manifests.with(name))));
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void hasNoMemberThatItsTypeLacks(Manifests manifests) throws JsonProcessingException {
        for (JsonNode object : manifests.objects()) {
            assertThat(Kinds.parse(object)).isNotNull();
        }
    }

    @Test
    void theParserRefusesAMemberThatATypeLacks() {
        JsonNode deployment =
                Manifests.of("production").one("Deployment", "tidemark").deepCopy();
        ObjectNode container = (ObjectNode) deployment.at("/spec/template/spec/containers/0");
        container.put("readynessProbe", "typo");

        assertThatThrownBy(() -> Kinds.parse(deployment))
                .isInstanceOf(UnrecognizedPropertyException.class)
                .hasMessageContaining("readynessProbe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "openliberty"})
    void allIsInOneNamespaceThatComesWithIt(String overlay) {
        Manifests manifests = Manifests.of(overlay);
        String namespace =
                manifests.all("Namespace").get(0).at("/metadata/name").asText();

        assertThat(manifests.objects())
                .filteredOn(object -> !object.path("kind").asText().equals("Namespace"))
                .allSatisfy(object ->
                        assertThat(object.at("/metadata/namespace").asText()).isEqualTo(namespace));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void everySelectorOfTheServerMeetsItsPods(String overlay) {
        Manifests manifests = Manifests.of(overlay);
        JsonNode labels = manifests.one("Deployment", "tidemark").at("/spec/template/metadata/labels");

        assertThat(List.of(
                        manifests.one("Service", "tidemark").at("/spec/selector"),
                        manifests.one("Deployment", "tidemark").at("/spec/selector/matchLabels"),
                        manifests.one("PodDisruptionBudget", "tidemark").at("/spec/selector/matchLabels"),
                        manifests.one("NetworkPolicy", "tidemark").at("/spec/podSelector/matchLabels"),
                        manifests.one("NetworkPolicy", "tidemark-issuer").at("/spec/podSelector/matchLabels")))
                .allSatisfy(selector -> {
                    assertThat(selector).isNotEmpty();
                    selector.properties()
                            .forEach(label ->
                                    assertThat(labels.path(label.getKey())).isEqualTo(label.getValue()));
                });
    }

    @Test
    void theDatabaseAnswersWhenASecondInstanceHasTheCommit() {
        DatabaseCluster.Spec spec = Kinds.parse(
                        Manifests.of("production").one("Cluster", "tidemark-db"), DatabaseCluster.class)
                .spec();

        assertThat(spec.instances()).isGreaterThanOrEqualTo(3);
        assertThat(spec.postgresql().synchronous())
                .isEqualTo(new DatabaseCluster.Synchronous(
                        DatabaseCluster.Method.any, 1, DatabaseCluster.Durability.required, true));
        assertThat(Integer.parseInt(spec.postgresql().parameters().getOrDefault("max_prepared_transactions", "0")))
                .isPositive();
    }
}
