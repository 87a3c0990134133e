package io.tidemark.acceptance;

import io.tidemark.dev.EmbeddedDatabase;
import io.tidemark.testing.Node;
import io.tidemark.testing.NodeSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Small nodes on a database of their own, each behind a gateway of its own, so that one of them can be cut off. */
record Cluster(EmbeddedDatabase database, List<Gateway> gateways, List<Node> nodes) implements AutoCloseable {

    static Cluster start(String name, int size, UnaryOperator<NodeSpec> more) throws IOException {
        var database = EmbeddedDatabase.startEmpty(
                Path.of(System.getProperty("project.basedir", ""), "target/servers", name), 0);
        var gateways = new ArrayList<Gateway>();
        for (int i = 0; i < size; i++) gateways.add(Gateway.to(database.port()));
        var starting = IntStream.range(0, size)
                .mapToObj(i -> more.apply(Node.on(database)
                        .named(name + '-' + (char) ('a' + i))
                        .heap("384m")
                        .patience(Duration.ofMinutes(5))
                        // Each statement by its text, so that a gateway can tell which it is.
                        .variable("pg.url", gateways.get(i).url() + "?prepareThreshold=0")))
                .map(spec -> CompletableFuture.supplyAsync(spec::start))
                .toList();
        return new Cluster(
                database,
                gateways,
                starting.stream().map(CompletableFuture::join).toList());
    }

    Node node(int i) {
        return nodes.get(i);
    }

    Gateway gateway(int i) {
        return gateways.get(i);
    }

    /** What is written through that node. */
    Ledger ledger(int i) {
        return new Ledger(node(i), database);
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(Node::close);
        database.close();
    }
}
