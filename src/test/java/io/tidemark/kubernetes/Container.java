package io.tidemark.kubernetes;

import io.tidemark.dev.EmbeddedDatabase;
import io.tidemark.dev.Ports;
import io.tidemark.testing.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process as the image's: its files, entry point and environment, in a folder instead of a container. What it wrote outside
 * its volumes can be asked for.
 */
final class Container implements AutoCloseable {
    private static final Path LIBERTY = Path.of(System.getProperty("wlp.home", "target/liberty/wlp"));
    private static final String IN_IMAGE = "/opt/wlp";

    private final Containerfile file;
    private final Path root = Path.of("target/kubernetes/container").toAbsolutePath();
    private final int port = Ports.free();
    private final FileTime startedAt;
    private final Process process;

    /** Starts it, with the pod's environment; where that names the cluster, this machine's names instead. */
    Container(Pod pod, EmbeddedDatabase database) throws IOException {
        file = Containerfile.read();
        delete();
        for (String volume : file.volumes()) Files.createDirectories(at(volume));
        copy();
        startedAt = Files.getLastModifiedTime(Files.writeString(root.resolve("started"), ""));
        ProcessBuilder builder = new ProcessBuilder(command())
                .directory(at("/output").toFile())
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("console.log").toFile());
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().putAll(environment(pod, database));
        process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM; whether it ended within the time. */
    boolean stop(Duration grace) {
        process.destroy();
        try {
            return process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String console() throws IOException {
        return Files.readString(root.resolve("console.log"));
    }

    /** Files of the image, or of the runtime in it, that are newer than the start. */
    List<Path> written() throws IOException {
        List<Path> written = new ArrayList<>();
        for (Path part : List.of(at(IN_IMAGE), LIBERTY)) {
            try (Stream<Path> files = Files.walk(part)) {
                for (Path path : files.filter(Files::isRegularFile).toList()) {
                    if (Files.getLastModifiedTime(path).compareTo(startedAt) > 0) written.add(path);
                }
            }
        }
        return written;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** What the image copies of the build; the runtime stays where it is. */
    private void copy() throws IOException {
        for (Containerfile.Instruction copy : file.image().all("COPY")) {
            List<String> words = copy.words();
            if (words.get(0).startsWith("--from")) continue;
            copy(Path.of(words.get(0)), at(words.get(1)));
        }
        copy(Path.of("liberty-config/server.xml"), at(IN_IMAGE + "/usr/servers/tidemark/server.xml"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(file.array("ENTRYPOINT").stream()
                .map(word -> word.replace(IN_IMAGE, LIBERTY.toAbsolutePath().toString()))
                .map(word -> Runtime.version().feature() < 24 ? word.replace("java24", "java9") : word)
                .toList());
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(1, List.of("-Djava.io.tmpdir=" + at("/tmp"), "-Xmx512m", "-XX:TieredStopAtLevel=1"));
        return command;
    }

    private Map<String, String> environment(Pod pod, EmbeddedDatabase database) {
        Map<String, String> environment = new TreeMap<>(file.environment().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> at(entry.getValue()).toString())));
        environment.put("WLP_USER_DIR", at(IN_IMAGE + "/usr").toString());
        environment.putAll(pod.configuration());
        pod.environment().forEach(variable -> environment.put(variable.getName(), "?"));
        environment.remove("MP_JWT_VERIFY_PUBLICKEY_LOCATION");
        environment.putAll(Map.of(
                "HTTP_HOST", "127.0.0.1",
                "HTTP_PORT", Integer.toString(port),
                "TIDEMARK_NODE", "tidemark-7c9d-x2x4b",
                "PG_URL", database.url(),
                "PG_USER", "tidemark_app",
                "PG_PASSWORD", "tidemark_app",
                "PG_OWNER_USER", "tidemark",
                "PG_OWNER_PASSWORD", "tidemark"));
        environment.putAll(Map.of(
                "MP_JWT_VERIFY_PUBLICKEY", Tokens.publicKeyPem(),
                "MP_JWT_VERIFY_ISSUER", Tokens.ISSUER,
                "MP_JWT_VERIFY_AUDIENCES", Tokens.AUDIENCE));
        return environment;
    }

    private Path at(String path) {
        return root.resolve(path.substring(1));
    }

    private void delete() throws IOException {
        if (!Files.exists(root)) return;
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                Files.delete(path);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
