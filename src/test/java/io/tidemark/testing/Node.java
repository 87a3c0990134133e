package io.tidemark.testing;

import io.tidemark.dev.EmbeddedDatabase;
import io.tidemark.dev.Ports;
import io.tidemark.dev.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A Liberty server in a process of its own, with the application as the tests' user would deploy it.
 *
 * <p>Example: {@code try (var node = Node.on(database).named("node-2").variable("tidemark.stream.lease", "PT2S").start())}.
 * Two nodes may be started at once from two threads. It is killed with the JVM. Not thread-safe.
 */
public final class Node implements AutoCloseable {

    static final Path BASE = Path.of(System.getProperty("project.basedir", "")).toAbsolutePath();

    private static final Path LIBERTY = Path.of(
            System.getProperty("wlp.home", BASE.resolve("target/liberty/wlp").toString()));
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int LOG_LINES = 80;

    /** By name. One that is started under the name of another would end it, and its test would not know why. */
    private static final Map<String, Node> STARTED = new ConcurrentHashMap<>();

    private final NodeSpec spec;
    private final NodeFiles files;
    private final int httpPort = Ports.free();
    private final int httpsPort = Ports.free();
    private Process process;

    private Node(NodeSpec spec) throws IOException {
        this.spec = spec;
        this.files = new NodeFiles(BASE.resolve("target/nodes").resolve(spec.name()), spec.name());
        Node before = STARTED.put(spec.name(), this);
        if (before != null && before.isAlive()) {
            throw new IllegalStateException("a node named " + spec.name() + " runs already");
        }
        killOrphan();
        files.write(spec, httpPort, httpsPort);
        this.process = launch();
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill, spec.name() + "-kill"));
    }

    /** A node to be, with the defaults. */
    public static NodeSpec on(EmbeddedDatabase database) {
        return NodeSpec.on(database);
    }

    static Node start(NodeSpec spec) {
        var node = launch(spec);
        node.awaitReady();
        return node;
    }

    static Node launch(NodeSpec spec) {
        try {
            return new Node(spec);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the stopped or killed server again: same directory, same ports. */
    public void restart() {
        relaunch();
        awaitReady();
    }

    /** As {@link #restart}, without waiting for anything. */
    public void relaunch() {
        kill();
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL. Returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** SIGTERM, as Kubernetes sends it. Returns when the process is gone. */
    public void stop() {
        process.destroy();
        awaitExit();
    }

    /** SIGSTOP: the process stands still, its connections stay open. */
    public void pause() {
        signal(Signal.STOP);
    }

    /** SIGCONT. */
    public void resume() {
        signal(Signal.CONT);
    }

    @Override
    public void close() {
        kill();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public String name() {
        return spec.name();
    }

    public int httpPort() {
        return httpPort;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    /** The server's messages since its last start. */
    public String logs() {
        return text(files.messages());
    }

    private Process launch() throws IOException {
        var command = new ArrayList<String>();
        command.add(spec.javaHome().resolve("bin/java").toString());
        command.add("@" + LIBERTY.resolve("lib/platform/java").resolve(moduleOptions()));
        command.addAll(spec.jvmOptions());
        command.addAll(
                List.of("-jar", LIBERTY.resolve("bin/tools/ws-server.jar").toString(), spec.name()));
        Files.deleteIfExists(files.messages());
        var builder = new ProcessBuilder(command)
                .directory(files.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(files.console().toFile());
        builder.environment().putAll(spec.environment());
        builder.environment().put("WLP_USER_DIR", files.user().toString());
        builder.environment().put("LOG_DIR", files.logs().toString());
        var started = builder.start();
        Files.writeString(files.pid(), Long.toString(started.pid()));
        return started;
    }

    /** The server that a killed test JVM left behind would go on with a database that is no longer there. */
    private void killOrphan() throws IOException {
        if (Files.exists(files.pid())) {
            ProcessHandle.of(Long.parseLong(Files.readString(files.pid())))
                    .filter(process -> process.info().commandLine().orElse("").endsWith("ws-server.jar " + spec.name()))
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** As Liberty's own script chooses. */
    private String moduleOptions() throws IOException {
        var release = Files.readString(spec.javaHome().resolve("release"));
        int feature = Integer.parseInt(release.replaceFirst("(?s).*JAVA_VERSION=\"(\\d+).*", "$1"));
        return feature >= 24 ? "java24.options" : "java9.options";
    }

    private void awaitReady() {
        try {
            Await.until("ready " + spec.name(), spec.patience(), this::ready);
        } catch (AssertionError | RuntimeException e) {
            kill();
            throw new AssertionError(e.getMessage() + "\n" + lastLines(), e);
        }
    }

    /** The port could be another program's: only a log line of this process proves that it is ours. */
    private boolean ready() {
        if (!process.isAlive()) {
            throw new IllegalStateException(spec.name() + " ended with exit code " + process.exitValue());
        }
        return listens() && healthy();
    }

    private boolean listens() {
        var log = logs();
        if (log.lines().anyMatch(line -> line.contains("CWWKO0221E") && line.contains(Integer.toString(httpPort)))) {
            throw new IllegalStateException("port " + httpPort + " is taken");
        }
        if (log.contains("CWWKZ0002E")) {
            throw new IllegalStateException(spec.name() + " could not start the application");
        }
        return log.lines().anyMatch(line -> line.contains("CWWKO0219I") && line.contains(Integer.toString(httpPort)));
    }

    private boolean healthy() {
        try {
            var answer = Api.of(this).get("/health/ready");
            return answer.status() == 200
                    && answer.json().path("status").asString().equals("UP");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private void signal(Signal signal) {
        try {
            signal.to(process.pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitExit() {
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(spec.name() + " still runs " + STOP + " after it was told to stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String lastLines() {
        var lines = (text(files.console()) + logs()).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
