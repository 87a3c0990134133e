package io.tidemark.testing;

import io.tidemark.dev.EmbeddedDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a node is to be. Immutable.
 *
 * @param configuration a directory with {@code server.xml}
 * @param variables server variables, which MicroProfile Config reads: {@code tidemark.stream.lease} and the like
 * @param snippets server configuration by file name, for {@code configDropins/overrides}
 * @param apps files for {@code apps}, by the name they get there
 * @param environment what the process gets besides this JVM's own environment
 */
public record NodeSpec(
        EmbeddedDatabase database,
        Path configuration,
        String name,
        Map<String, String> variables,
        Map<String, String> snippets,
        Map<String, Path> apps,
        Path javaHome,
        List<String> jvmOptions,
        Map<String, String> environment,
        Duration patience) {

    static NodeSpec on(EmbeddedDatabase database) {
        return new NodeSpec(
                database,
                Node.BASE.resolve("liberty-config"),
                "node-1",
                Map.of(),
                Map.of(),
                Map.of("tidemark.war", Node.BASE.resolve("target/tidemark.war")),
                Path.of(System.getProperty("test.java.home", System.getProperty("java.home"))),
                List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"),
                Map.of(),
                Duration.ofMinutes(2));
    }

    /** Names the server, its directory and {@code tidemark.node}. Two that run at once need two names. */
    public NodeSpec named(String other) {
        return new NodeSpec(
                database, configuration, other, variables, snippets, apps, javaHome, jvmOptions, environment, patience);
    }

    /** Another kind of server: that configuration, and no application but what {@link #app} deploys. */
    public NodeSpec configured(Path directory) {
        return new NodeSpec(
                database, directory, name, variables, snippets, Map.of(), javaHome, jvmOptions, environment, patience);
    }

    /** Sets or overrides a server variable. */
    public NodeSpec variable(String key, String value) {
        return new NodeSpec(
                database,
                configuration,
                name,
                with(variables, key, value),
                snippets,
                apps,
                javaHome,
                jvmOptions,
                environment,
                patience);
    }

    /**
     * Adds server configuration, the elements inside {@code <server>}.
     *
     * <p>Example: {@code xml("slow-writes.xml", "<httpEndpoint id='defaultHttpEndpoint'>…</httpEndpoint>")}.
     */
    public NodeSpec xml(String file, String elements) {
        return new NodeSpec(
                database,
                configuration,
                name,
                variables,
                with(snippets, file, elements),
                apps,
                javaHome,
                jvmOptions,
                environment,
                patience);
    }

    /** Deploys one more archive; {@link #xml} tells the server about it. */
    public NodeSpec app(String file, Path archive) {
        return new NodeSpec(
                database,
                configuration,
                name,
                variables,
                snippets,
                with(apps, file, archive),
                javaHome,
                jvmOptions,
                environment,
                patience);
    }

    /** Runs on another Java. */
    public NodeSpec java(Path home) {
        return new NodeSpec(
                database, configuration, name, variables, snippets, apps, home, jvmOptions, environment, patience);
    }

    /** Adds a JVM option; the last {@code -Xmx} wins. */
    public NodeSpec jvm(String option) {
        var more = new ArrayList<>(jvmOptions);
        more.add(option);
        return new NodeSpec(
                database, configuration, name, variables, snippets, apps, javaHome, more, environment, patience);
    }

    /** Sets a variable of the process's environment. */
    public NodeSpec environment(String key, String value) {
        return new NodeSpec(
                database,
                configuration,
                name,
                variables,
                snippets,
                apps,
                javaHome,
                jvmOptions,
                with(environment, key, value),
                patience);
    }

    /** Sets the largest heap, as {@code -Xmx} has it: {@code 256m}. */
    public NodeSpec heap(String size) {
        return jvm("-Xmx" + size);
    }

    /** Sets the deadline for becoming ready. */
    public NodeSpec patience(Duration deadline) {
        return new NodeSpec(
                database, configuration, name, variables, snippets, apps, javaHome, jvmOptions, environment, deadline);
    }

    /** Starts the node on an empty directory and waits until it is ready. */
    public Node start() {
        return Node.start(this);
    }

    /** Starts the node on an empty directory and waits for nothing: one that will not get ready. */
    public Node launch() {
        return Node.launch(this);
    }

    private static <T> Map<String, T> with(Map<String, T> map, String key, T value) {
        var more = new LinkedHashMap<>(map);
        more.put(key, value);
        return more;
    }
}
