package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Servers;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The client that the build generates from the API's description compiles, and reads what is in the log. */
class GeneratedClientIT {
    private static final Path SOURCES =
            Path.of(System.getProperty("project.basedir", "")).resolve("target/generated-client/src/main/java");

    private final Log log = new Log(Servers.node());

    @Test
    void compilesAndReadsAnEvent(@TempDir Path classes) throws IOException, ReflectiveOperationException {
        String id = UUID.randomUUID().toString();
        ObjectNode event = Log.JSON
                .createObjectNode()
                .put("id", id)
                .put("eventType", "login")
                .put("accountId", "alice");
        event.putObject("metadata").put("username", "Alice");
        long seq = log.store(List.of(event));

        assertThat(compile(classes)).isEmpty();

        try (var client = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            Object found = events(client)
                    .getClass()
                    .getMethod("getEvent", UUID.class)
                    .invoke(events(client), UUID.fromString(id));

            assertThat(found).hasFieldOrPropertyWithValue("seq", seq).hasFieldOrPropertyWithValue("accountId", "alice");
            assertThat(found).extracting("metadata").asString().contains("Alice");
        }
    }

    /** What the compiler has against it. */
    private static String compile(Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(SOURCES)) {
            List<Path> java =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(java).isNotEmpty();
            List<String> options = List.of(
                    "-proc:none",
                    "-nowarn",
                    "-Xlint:none",
                    "-XDsuppressNotes",
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            boolean done = compiler.getTask(errors, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
                    .call();
            assertThat(done).as(errors.toString()).isTrue();
        }
        return errors.toString();
    }

    private Object events(ClassLoader loader) throws ReflectiveOperationException {
        Class<?> type = loader.loadClass("client.ApiClient");
        Object client = type.getConstructor().newInstance();
        type.getMethod("updateBaseUri", String.class)
                .invoke(client, "http://127.0.0.1:" + log.node().httpPort());
        String token = Log.readerToken();
        Consumer<HttpRequest.Builder> asReader = request -> request.header("Authorization", "Bearer " + token);
        type.getMethod("setRequestInterceptor", Consumer.class).invoke(client, asReader);
        return loader.loadClass("client.api.EventsApi").getConstructor(type).newInstance(client);
    }
}
