package io.tidemark.dev;

import static java.util.Objects.requireNonNull;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of our own with the database {@code tidemark}, its owner {@code tidemark} and the application's
 * role {@code tidemark_app}.
 *
 * <p>It is durable: zonky's defaults, which are not, are switched back. It listens on 127.0.0.1 only; both roles log in
 * with a password (scram-sha-256), the superuser without. Data outlives {@link #stop} and {@link #kill}. The server
 * stops with the JVM. Thread-safe.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    /** PostgreSQL's. Data of one major version cannot be read by another. */
    public static final int MAJOR_VERSION = 17;

    private static final String ROLES = """
            do $$ begin
              if not exists (select from pg_roles where rolname = 'tidemark') then
                create role tidemark login password 'tidemark';
              end if;
              if not exists (select from pg_roles where rolname = 'tidemark_app') then
                create role tidemark_app login password 'tidemark_app';
              end if;
            end $$
            """;
    private static final String DATABASE_EXISTS = "select from pg_database where datname = 'tidemark'";
    private static final String CREATE_DATABASE = "create database tidemark owner tidemark";
    private static final List<String> HOST_BASED_ACCESS =
            List.of("host all postgres 127.0.0.1/32 trust", "host all all 127.0.0.1/32 scram-sha-256");

    /** After a crash it replays up to {@code max_wal_size}, and a slow disk then takes its time to have it all. */
    private static final Duration START = Duration.ofMinutes(5);

    private static final Duration LOOK = Duration.ofMillis(100);

    // What fails is thrown; the rest is noise between Maven's lines. Held here, or the level is collected with it.
    private static final Logger ZONKY = Logger.getLogger("io.zonky.test.db.postgres");

    static {
        ZONKY.setLevel(Level.OFF);
    }

    /** A field, so that it is loaded with this class: Maven takes its classes away while the shutdown hook runs. */
    private static final Signal FAST = Signal.INT;

    private final Path data;
    private final int port;
    private final Postmaster postmaster;
    private @Nullable EmbeddedPostgres postgres;
    private boolean paused;

    private EmbeddedDatabase(Path data, int port) {
        this.data = data.toAbsolutePath();
        this.port = port;
        this.postmaster = new Postmaster(this.data);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopQuietly, "tidemark-postgresql-stop"));
    }

    /**
     * Starts a server on the data of this directory, new or old. A server that an earlier, killed JVM left running on it
     * is stopped first.
     *
     * @param port 0 for any free one
     * @throws IOException with a message for the user
     */
    public static EmbeddedDatabase start(Path data, int port) throws IOException {
        var database = new EmbeddedDatabase(data, port == 0 ? Ports.free() : port);
        database.start();
        return database;
    }

    /** Like {@link #start(Path, int)}, without what the directory held. */
    public static EmbeddedDatabase startEmpty(Path data, int port) throws IOException {
        var database = new EmbeddedDatabase(data, port == 0 ? Ports.free() : port);
        database.takeOver();
        database.wipe();
        database.start();
        return database;
    }

    /** Starts the stopped or killed server again: same data, same port. */
    public synchronized void start() throws IOException {
        takeOver();
        if (!Ports.isFree(port)) {
            throw new IOException(
                    "port " + port + " is taken by another program; choose one with -Dpg.port=" + (port + 1));
        }
        try {
            postgres = launch();
            createRolesAndDatabase();
        } catch (RuntimeException | SQLException | IOException e) {
            throw new IOException(e.getMessage() + "; see " + log(), e);
        }
    }

    /** Stops the server as an administrator would, if it runs: clients are cut off, nothing is lost. */
    public synchronized void stop() throws IOException {
        end(FAST);
    }

    /** Stops the server at once, as a crash would: what was committed is recovered by the next start. */
    public synchronized void kill() throws IOException {
        end(Signal.QUIT);
    }

    /** {@link #stop()} and {@link #start()}. */
    public synchronized void restart() throws IOException {
        stop();
        start();
    }

    /** Freezes every process of the server: connections stay open and silent. */
    public synchronized void pause() throws IOException {
        paused = true;
        postmaster.signalAll(Signal.STOP);
    }

    /** Ends {@link #pause()}. */
    public synchronized void resume() throws IOException {
        postmaster.signalAll(Signal.CONT);
        paused = false;
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    public boolean isAlive() {
        return postmaster.process() != null;
    }

    /** The postmaster's process id. */
    public long pid() {
        var process = postmaster.process();
        if (process == null) {
            throw new IllegalStateException("no server runs on " + data);
        }
        return process.pid();
    }

    public int port() {
        return port;
    }

    /** The JDBC URL of the database {@code tidemark}, without user and password. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/tidemark";
    }

    public Connection asOwner() throws SQLException {
        return DriverManager.getConnection(url(), "tidemark", "tidemark");
    }

    public Connection asApp() throws SQLException {
        return DriverManager.getConnection(url(), "tidemark_app", "tidemark_app");
    }

    public Connection asSuperuser() throws SQLException {
        return DriverManager.getConnection(url(), "postgres", "");
    }

    /** What the server wrote, since its last start. */
    public Path log() {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    /** zonky waits on for a server that has ended; interrupted, it says that it runs. */
    private EmbeddedPostgres launch() throws IOException {
        Files.createDirectories(data);
        Files.deleteIfExists(log());
        var launching = new FutureTask<>(builder()::start);
        var thread = new Thread(launching, "tidemark-postgresql-start");
        thread.start();
        try {
            while (!launching.isDone()) {
                if (hasEnded()) thread.interrupt();
                thread.join(LOOK.toMillis());
            }
            var launched = launching.get();
            if (isAlive()) {
                return launched;
            }
            launched.close(); // gives the lock back
            throw new IOException("the server ended before it took connections");
        } catch (ExecutionException e) {
            throw new IOException(requireNonNull(e.getCause()).getMessage(), e);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Whether nothing runs any more and pg_ctl, which waits as well, has given up: it talks of a server that was killed, too. */
    private boolean hasEnded() throws IOException {
        return !isAlive() && Files.exists(log()) && Files.readString(log()).contains("pg_ctl: could not start server");
    }

    private EmbeddedPostgres.Builder builder() {
        // Not a pipe: the server would die with this JVM's end of it, and a failed start would leave no word.
        var output = Redirect.appendTo(log().toFile());
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setDataDirectoryCustomizer(directory -> writeHostBasedAccess(directory.toPath()))
                .setOutputRedirector(output)
                .setErrorRedirector(output)
                .setPGStartupWait(START)
                .setPort(port)
                // The same order and letters on every machine, whatever its locale.
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_prepared_transactions", "50")
                .setServerConfig("max_connections", "200");
    }

    private static void writeHostBasedAccess(Path directory) {
        try {
            Files.write(directory.resolve("pg_hba.conf"), HOST_BASED_ACCESS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void createRolesAndDatabase() throws SQLException {
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute(ROLES);
            boolean exists;
            try (var found = statement.executeQuery(DATABASE_EXISTS)) {
                exists = found.next();
            }
            if (!exists) {
                statement.execute(CREATE_DATABASE);
            }
        }
    }

    /** Makes sure that nobody else uses the directory. */
    private void takeOver() throws IOException {
        if (!Files.exists(data)) {
            return;
        }
        awaitOtherJvm();
        postmaster.end(Signal.INT);
    }

    /** zonky holds this lock as long as its JVM lives. One that is just stopping gets the time for it. */
    private void awaitOtherJvm() throws IOException {
        try (var channel =
                FileChannel.open(data.resolve("epg-lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            Postmaster.await(
                    CompletableFuture.supplyAsync(() -> {
                        try (var lock = channel.lock()) {
                            return lock.isValid();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }),
                    data + " is in use by another running Tidemark; stop that one, or choose -Dpg.data");
        }
    }

    private void end(Signal signal) throws IOException {
        if (paused && isAlive()) {
            resume();
        }
        postmaster.end(signal);
        if (postgres != null) {
            postgres.close(); // gives the lock back
            postgres = null;
        }
    }

    /** The server alone: the lock goes with the JVM, and the library that holds it may have lost its classes. */
    private synchronized void stopQuietly() {
        try {
            if (paused && isAlive()) resume();
            postmaster.end(FAST);
        } catch (IOException e) {
            System.err.println("PostgreSQL did not stop: " + e.getMessage());
        }
    }

    private void wipe() throws IOException {
        if (!Files.exists(data)) {
            return;
        }
        try (var files = Files.walk(data)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
