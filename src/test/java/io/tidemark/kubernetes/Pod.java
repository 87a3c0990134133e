package io.tidemark.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A pod of the server, whichever object makes it. */
record Pod(
        List<EnvVar> environment,
        Map<String, String> configuration,
        Map<String, Probe> probes,
        List<VolumeMount> mounts,
        JsonNode source) {

    /** The Deployment's. */
    static Pod of(Manifests manifests) {
        JsonNode source = manifests.one("Deployment", "tidemark").at("/spec/template/spec");
        Container container = Kinds.parse(manifests.one("Deployment", "tidemark"), Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
        return new Pod(
                container.getEnv(),
                configuration(
                        manifests,
                        container.getEnvFrom().get(0).getConfigMapRef().getName()),
                Map.of(
                        "started", container.getStartupProbe(),
                        "ready", container.getReadinessProbe(),
                        "live", container.getLivenessProbe()),
                container.getVolumeMounts(),
                source);
    }

    /** The one that the Open Liberty Operator makes. */
    static Pod ofLibertyApplication(Manifests manifests) {
        JsonNode source = manifests.one("OpenLibertyApplication", "tidemark");
        LibertyApplication.Spec spec =
                Kinds.parse(source, LibertyApplication.class).spec();
        return new Pod(
                spec.env(),
                configuration(manifests, spec.envFrom().get(0).getConfigMapRef().getName()),
                Map.of(
                        "started", spec.probes().startup(),
                        "ready", spec.probes().readiness(),
                        "live", spec.probes().liveness()),
                spec.volumeMounts(),
                source.path("spec"));
    }

    /** The names of all variables that the server sees. */
    List<String> variables() {
        return Stream.concat(
                        configuration.keySet().stream(), environment.stream().map(EnvVar::getName))
                .toList();
    }

    /** What the server sees of its secrets: {@code tidemark-owner.password} by variable. */
    Map<String, String> secrets() {
        return environment.stream()
                .filter(variable -> variable.getValueFrom().getSecretKeyRef() != null)
                .collect(Collectors.toMap(EnvVar::getName, variable -> {
                    SecretKeySelector secret = variable.getValueFrom().getSecretKeyRef();
                    return secret.getName() + "." + secret.getKey();
                }));
    }

    private static Map<String, String> configuration(Manifests manifests, String name) {
        return manifests.one("ConfigMap", name).path("data").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().asText(), (one, other) -> one, TreeMap::new));
    }

    <T> T value(String key, Function<String, T> type) {
        return type.apply(configuration.getOrDefault(key, ""));
    }
}
