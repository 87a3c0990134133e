package io.tidemark.testing;

import io.tidemark.dev.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The servers that integration tests share: started by the first that asks, stopped when the JVM's last test is done. */
public final class Servers {

    private static @Nullable EmbeddedDatabase database;
    private static @Nullable Node node;

    private Servers() {}

    /** An empty PostgreSQL. */
    public static synchronized EmbeddedDatabase database() {
        if (database == null) {
            try {
                database = EmbeddedDatabase.startEmpty(Node.BASE.resolve("target/servers/postgresql"), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return database;
    }

    /** A ready node on {@link #database()}. A test that kills, pauses or configures nodes starts its own. */
    public static synchronized Node node() {
        if (node == null) {
            // Heartbeats every second, so that tests need not wait for them.
            node = Node.on(database())
                    .named("shared")
                    .variable("tidemark.stream.heartbeat", "PT1S")
                    .start();
        }
        return node;
    }

    static synchronized void stop() throws IOException {
        if (node != null) {
            node.close();
            node = null;
        }
        if (database != null) {
            database.close();
            database = null;
        }
    }
}
