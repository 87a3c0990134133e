package io.tidemark.acceptance;

import io.tidemark.dev.EmbeddedDatabase;
import io.tidemark.testing.EmitterJar;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The sample of {@code io.tidemark.bank}, deployed as its owner would: a WAR, a schema, a server of its own. */
final class BankNode {
    private static final Path BASE = Path.of(System.getProperty("project.basedir", ""));
    private static final String SAMPLE = "io/tidemark/bank/";

    private BankNode() {}

    static Node start() throws IOException, SQLException {
        return start(Servers.database(), "sample-bank");
    }

    /** On another database, which has Tidemark's schema. */
    static Node start(EmbeddedDatabase database, String name) throws IOException, SQLException {
        try (var owner = database.asSuperuser()) {
            new Sql(owner).run(resource("schema.sql"));
        }
        return Node.on(database)
                .named(name)
                .patience(Duration.ofMinutes(5))
                .configured(BASE.resolve("src/test/liberty/bank"))
                .app("bank.war", archive())
                .start();
    }

    private static Path archive() throws IOException {
        var file = Files.createDirectories(BASE.resolve("target/hosts/sample")).resolve("bank.war");
        ShrinkWrap.create(WebArchive.class, "bank.war")
                .addPackage("io.tidemark.bank")
                .addAsResource(SAMPLE + "persistence.xml", "META-INF/persistence.xml")
                .addAsLibraries(EmitterJar.libraries())
                .as(ZipExporter.class)
                .exportTo(file.toFile(), true);
        return file;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = BankNode.class.getClassLoader().getResourceAsStream(SAMPLE + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
