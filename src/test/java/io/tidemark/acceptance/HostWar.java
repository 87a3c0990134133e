package io.tidemark.acceptance;

import io.tidemark.testing.EmitterJar;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Builds the application of {@code io.tidemark.host}, with the emitter jar and its libraries in {@code WEB-INF/lib}. */
final class HostWar {
    private static final String PERSISTENCE = """
            <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.0">
              <persistence-unit name="host" transaction-type="JTA">
                <jta-data-source>%s</jta-data-source>
                <class>io.tidemark.host.Transfer</class>
                <exclude-unlisted-classes>true</exclude-unlisted-classes>
              </persistence-unit>
            </persistence>
            """;

    private HostWar() {}

    static WebArchive named(String name) {
        return named(name, "java:comp/DefaultDataSource");
    }

    /** With the application's own entities in that data source. */
    static WebArchive named(String name, String dataSource) {
        return ShrinkWrap.create(WebArchive.class, name)
                .addPackage("io.tidemark.host")
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsResource(new StringAsset(PERSISTENCE.formatted(dataSource)), "META-INF/persistence.xml")
                .addAsLibraries(EmitterJar.libraries());
    }

    static WebArchive configured(WebArchive war, Map<String, String> properties) {
        String lines = properties.entrySet().stream()
                .map(property -> property.getKey() + "=" + property.getValue())
                .collect(Collectors.joining("\n"));
        return war.addAsResource(new StringAsset(lines), "META-INF/microprofile-config.properties");
    }
}
