package io.tidemark.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.EmbeddedDatabase;
import io.tidemark.testing.Sql;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/**
 * The product with one fault planted in it.
 *
 * @param right text that is there exactly once
 * @param wrong what stands there instead
 */
record Variant(String name, String right, String wrong) {
    private static final Path BASE =
            Path.of(System.getProperty("project.basedir", "")).toAbsolutePath();
    private static final String FUNCTION = "select pg_get_functiondef('tidemark.sequence_step(int)'::regprocedure)";

    /** A copy of the WAR in which that class is compiled from the wrong source. */
    Path war(String type) throws IOException {
        var directory =
                Files.createDirectories(BASE.resolve("target/checker/variants").resolve(name));
        var source = directory.resolve(type + ".java");
        Files.createDirectories(source.resolveSibling("."));
        Files.writeString(
                source, planted(Files.readString(BASE.resolve("src/main/java").resolve(type + ".java"))));
        compile(source, directory);
        var war = directory.resolve("tidemark.war");
        Files.copy(BASE.resolve("target/tidemark.war"), war, StandardCopyOption.REPLACE_EXISTING);
        try (var files = FileSystems.newFileSystem(URI.create("jar:" + war.toUri()), Map.of())) {
            var inside = files.getPath("WEB-INF/classes", type + ".class");
            assertThat(inside).exists();
            Files.copy(directory.resolve(type + ".class"), inside, StandardCopyOption.REPLACE_EXISTING);
        }
        return war;
    }

    /** Puts it into {@code sequence_step} of a running database; the text that was there. */
    String step(EmbeddedDatabase database) throws SQLException {
        try (var owner = database.asOwner()) {
            var before = new Sql(owner).one(String.class, FUNCTION);
            new Sql(owner).run(planted(before));
            return before;
        }
    }

    private String planted(String text) {
        assertThat(text.split(Pattern.quote(right), -1))
                .as("'%s' is there once", right)
                .hasSize(2);
        return text.replace(right, wrong);
    }

    private static void compile(Path source, Path target) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var options = List.of(
                "-proc:none",
                "-parameters",
                "-nowarn",
                "--release",
                "17",
                "-d",
                target.toString(),
                "-cp",
                BASE.resolve("target/classes") + File.pathSeparator + path);
        var words = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var units = files.getJavaFileObjects(source);
            assertThat(compiler.getTask(words, files, null, options, null, units)
                            .call())
                    .as(words.toString())
                    .isTrue();
        }
    }
}
