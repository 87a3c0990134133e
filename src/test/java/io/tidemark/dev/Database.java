package io.tidemark.dev;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The database of {@code mvn}, started in Maven's own JVM.
 *
 * <p>With {@code -Dpg.url} on the command line it starts none. Either way it tells when the server is ready.
 */
public final class Database {

    private Database() {}

    public static void main(String... args) {
        // Only the user's own -Dpg.url is a system property; the pom's default is not passed on.
        if (System.getProperty("pg.url") == null) {
            startEmbedded();
        }
        new Announcement(Integer.getInteger("http.port", 9080)).start();
    }

    private static void startEmbedded() {
        var data = Path.of(System.getProperty("pg.data", ".data"), "postgresql-" + EmbeddedDatabase.MAJOR_VERSION);
        int port = Integer.getInteger("pg.port", 25432);
        try {
            var database = EmbeddedDatabase.start(data, port);
            System.out.println("PostgreSQL is at " + database.url() + ", its data in " + data);
        } catch (IOException e) {
            // Not an exception out of main: Maven would bury the line under two stack traces.
            System.err.println("PostgreSQL did not start: " + e.getMessage());
            System.exit(1);
        }
    }

    /** The line that says where Tidemark is, printed once it is there. */
    private static final class Announcement extends Thread {

        private static final Duration PAUSE = Duration.ofMillis(500);
        private static final Duration PATIENCE = Duration.ofMinutes(10);

        private final int port;
        private final HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

        Announcement(int port) {
            super("tidemark-announcement");
            this.port = port;
            setDaemon(true);
        }

        @Override
        public void run() {
            long start = System.nanoTime();
            while (!ready()) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    System.err.println("Tidemark did not get ready within " + PATIENCE);
                    return;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            System.out.println("Tidemark is at http://127.0.0.1:" + port + "/ - a token: src/dev/token auditor1"
                    + (port == 9080 ? "" : " --port " + port));
        }

        private boolean ready() {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            try {
                return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                interrupt();
                return false;
            }
        }
    }
}
