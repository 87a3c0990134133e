package io.tidemark.acceptance;

import io.tidemark.testing.Node;
import io.tidemark.testing.NodeSpec;
import io.tidemark.testing.Servers;
import org.jspecify.annotations.Nullable;

/** Nodes that more than one test uses. */
final class Nodes {

    /** So that a client which does not read stays stalled for the whole of a test. */
    private static final String PATIENT = """
            <httpEndpoint id="defaultHttpEndpoint"><httpOptions writeTimeout="300s"/></httpEndpoint>
            """;

    private static @Nullable Node second;

    private Nodes() {}

    /**
     * A second node on {@link Servers#database()}, a {@linkplain #small small} one. Its feed holds next to nothing, so that its
     * readers are for ever falling behind it and catching up from the log. It ends with the JVM.
     */
    static synchronized Node second() {
        if (second == null)
            second = small("second").variable("tidemark.stream.ring", "16").start();
        return second;
    }

    /** A node to be, with 256 MB of heap, that gives stalled clients five minutes. */
    static NodeSpec small(String name) {
        return Node.on(Servers.database())
                .named(name)
                .heap("256m")
                .xml("patient.xml", PATIENT)
                .variable("tidemark.stream.stall", "PT5M")
                .variable("tidemark.stream.ping", "PT5M")
                .variable("tidemark.stream.quiesce", "PT0.1S");
    }
}
