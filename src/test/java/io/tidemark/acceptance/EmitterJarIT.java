package io.tidemark.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.ejb.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.interceptor.Interceptor;
import jakarta.servlet.http.HttpServlet;
import jakarta.ws.rs.core.Application;
import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What the emitter jar brings into its host, and what not. */
class EmitterJarIT {
    private static final Path JAR =
            Path.of(System.getProperty("project.basedir", "")).resolve("target/tidemark-emitter.jar");

    @Test
    void bringsNeitherResourcesNorServletsNorWhatOnlyTheServerNeeds() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "jakarta.websocket..",
                            "org.eclipse.microprofile.metrics..",
                            "org.eclipse.microprofile.openapi..",
                            "org.flywaydb..",
                            "org.postgresql..")
                    .check(classes(jar));
            noClasses()
                    .should()
                    .beAssignableTo(HttpServlet.class)
                    .orShould()
                    .beAssignableTo(Application.class)
                    .orShould()
                    .beAnnotatedWith(jakarta.ws.rs.Path.class)
                    .check(classes(jar));
            assertThat(jar.stream().map(ZipEntry::getName))
                    .contains("META-INF/services/jakarta.enterprise.inject.spi.Extension")
                    .noneMatch(name -> name.startsWith("META-INF/resources") || name.endsWith(".html"));
        }
    }

    /** A host may have no tokens, no resources, no servlets: the beans that it starts must not need their classes. */
    @Test
    void needsTheClassesOfServletsResourcesAndTokensOutsideOfBeansOnly() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            noClasses()
                    .that()
                    .areAnnotatedWith(ApplicationScoped.class)
                    .or()
                    .areAnnotatedWith(Interceptor.class)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("jakarta.ws.rs..", "jakarta.servlet..", "org.eclipse.microprofile.jwt..")
                    .check(classes(jar));
        }
    }

    @Test
    void startsNothingButTheSequencer() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            assertThat(classes(jar).stream()
                            .filter(type -> type.isAnnotatedWith(Startup.class))
                            .map(JavaClass::getSimpleName))
                    .containsExactly("Sequencer");
        }
    }

    private static JavaClasses classes(JarFile jar) {
        return new ClassFileImporter().importJar(jar);
    }
}
