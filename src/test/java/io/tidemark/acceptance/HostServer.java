package io.tidemark.acceptance;

import io.tidemark.dev.Ports;
import io.tidemark.testing.Servers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Makes the server directory that Arquillian starts, with the shared database behind a {@link Gateway}. Stands before
 * {@code ArquillianExtension}, which reads the properties that this one sets.
 */
public final class HostServer implements BeforeAllCallback {
    private static final Path BASE =
            Path.of(System.getProperty("project.basedir", "")).toAbsolutePath();
    private static final Path USER = BASE.resolve("target/hosts/usr");
    private static final int PORT = Ports.free();

    // Arquillian takes any Liberty of this machine whose command line contains the name for this one.
    private static final String NAME = "arquillian-" + PORT;
    private static final Path SERVER = USER.resolve("servers").resolve(NAME);

    private static @Nullable Gateway gateway;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, SQLException {
        if (gateway != null) return;
        Servers.node(); // migrates the schema
        HostSchema.create(Servers.database());
        gateway = Gateway.to(Servers.database().port());
        write(gateway.url());
        System.setProperty("host.usr", USER.toString());
        System.setProperty("host.http.port", Integer.toString(PORT));
        System.setProperty("host.server", NAME);
    }

    /** The application that is deployed under this name. */
    static Host app(String name) {
        return new Host(URI.create("http://127.0.0.1:" + PORT + "/" + name + "/"));
    }

    /** What stands between the server and the database. */
    static Gateway gateway() {
        if (gateway == null) throw new IllegalStateException("no host server was prepared");
        return gateway;
    }

    /** The server's messages. */
    static String logs() throws IOException {
        return Files.readString(SERVER.resolve("logs/messages.log"));
    }

    private static void write(String url) throws IOException {
        wipe();
        Files.createDirectories(SERVER.resolve("configDropins/overrides"));
        Files.createDirectories(SERVER.resolve("dropins"));
        Files.createDirectories(USER.resolve("shared/resources"));
        Files.copy(
                BASE.resolve("target/driver/postgresql.jar"),
                USER.resolve("shared/resources/postgresql.jar"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.copy(BASE.resolve("src/test/liberty/host/server.xml"), SERVER.resolve("server.xml"));
        Files.writeString(SERVER.resolve("configDropins/overrides/test-variables.xml"), """
                <server>
                  <variable name="http.port" value="%d"/>
                  <variable name="pg.url" value="%s"/>
                  <variable name="pg.user" value="tidemark_app"/>
                  <variable name="pg.password" value="tidemark_app"/>
                  <variable name="tidemark.node" value="host"/>
                </server>
                """.formatted(PORT, url));
    }

    private static void wipe() throws IOException {
        if (!Files.exists(USER)) return;
        try (var files = Files.walk(USER)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
