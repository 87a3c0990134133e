package io.tidemark.acceptance;

import io.tidemark.dev.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL server and its synchronous standby, of Debian's package {@code postgresql}: the embedded one has no
 * {@code pg_basebackup}. As root, they run as {@code nobody}.
 */
final class Pair implements AutoCloseable {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final String SETTINGS = """
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            max_prepared_transactions = 50
            max_connections = 100
            synchronous_standby_names = '*'
            """;
    private static final List<String> ROLES = List.of(
            "create role tidemark login password 'tidemark'",
            "create role tidemark_app login password 'tidemark_app'",
            "create database tidemark owner tidemark");

    private final Path bin;
    private final Path root;
    private final int first = Ports.free();
    private final int second = Ports.free();

    private Pair(Path bin, Path root) {
        this.bin = bin;
        this.root = root;
    }

    static Pair start() throws IOException, SQLException {
        var pair = new Pair(bin(), Files.createTempDirectory("tidemark-pair"));
        pair.begin();
        return pair;
    }

    /** Of whichever server takes writes. */
    String url() {
        return url("127.0.0.1:" + first + ",127.0.0.1:" + second);
    }

    Connection asApp() throws SQLException {
        return DriverManager.getConnection(url(), "tidemark_app", "tidemark_app");
    }

    Connection asOwner() throws SQLException {
        return DriverManager.getConnection(url(), "tidemark", "tidemark");
    }

    /** The first one dies; the second one takes over, and waits for no other. */
    void failOver() throws IOException {
        control("first", "stop", "-m", "immediate");
        Files.writeString(root.resolve("second/postgresql.auto.conf"), "synchronous_standby_names = ''\n");
        control("second", "promote", "-w");
        control("second", "reload");
    }

    @Override
    public void close() throws IOException {
        for (var name : List.of("first", "second")) {
            if (Files.exists(root.resolve(name).resolve("postmaster.pid"))) control(name, "stop", "-m", "immediate");
        }
        run("rm", "-r", root.toString());
    }

    private void begin() throws IOException, SQLException {
        if (isRoot()) runAsIs("chown", "nobody", root.toString());
        run(bin.resolve("initdb").toString(), "-A", "trust", "-U", "postgres", "-D", data("first"));
        Files.writeString(root.resolve("first/postgresql.conf"), SETTINGS);
        control("first", "start", "-w", "-o", "-p " + first, "-l", data("first.log"));
        run(
                bin.resolve("pg_basebackup").toString(),
                "-h",
                "127.0.0.1",
                "-p",
                "" + first,
                "-U",
                "postgres",
                "-R",
                "-D",
                data("second"));
        control("second", "start", "-w", "-o", "-p " + second, "-l", data("second.log"));
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + first + "/postgres", "postgres", "");
                var statement = connection.createStatement()) {
            for (var sql : ROLES) statement.execute(sql);
        }
    }

    private String data(String name) {
        return root.resolve(name).toString();
    }

    private void control(String name, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(bin.resolve("pg_ctl").toString(), "-D", data(name)));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private static String url(String hosts) {
        return "jdbc:postgresql://" + hosts + "/tidemark?targetServerType=primary";
    }

    private static Path bin() throws IOException {
        if (Files.isDirectory(DEBIAN)) {
            try (var versions = Files.list(DEBIAN)) {
                var found = versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("pg_basebackup")))
                        .sorted()
                        .toList();
                if (!found.isEmpty()) return found.get(found.size() - 1);
            }
        }
        if (Boolean.getBoolean("trouble.required")) throw new IOException("no PostgreSQL in " + DEBIAN);
        Assumptions.abort("needs PostgreSQL's own programs: apt-get install -y postgresql");
        throw new IllegalStateException();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static void run(String... command) throws IOException {
        if (!isRoot()) {
            runAsIs(command);
            return;
        }
        var asNobody = new ArrayList<>(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        asNobody.addAll(List.of(command));
        runAsIs(asNobody.toArray(String[]::new));
    }

    private static void runAsIs(String... command) throws IOException {
        // Not a pipe: a server would inherit it, and reading would not end.
        var output = Files.createTempFile("tidemark-pair", ".out");
        try {
            var process = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + ": " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
