package io.tidemark.acceptance;

import static io.tidemark.acceptance.HostLog.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application with two XA resources in its transactions. */
class InDoubtIT {
    private static final Path DIRECTORY =
            Path.of(System.getProperty("project.basedir", "")).toAbsolutePath().resolve("target/hosts/xa");
    private static final Path HOLD = DIRECTORY.resolve("hold");
    private static final Path REACHED = DIRECTORY.resolve("hold.reached");
    private static final String XA = """
            <featureManager><feature>mpHealth-4.0</feature></featureManager>
            <transaction recoverOnStartup="true" waitForRecovery="false"/>
            <dataSource id="DefaultDataSource" type="javax.sql.XADataSource"/>
            <library id="held">
              <file name="${shared.resource.dir}/postgresql.jar"/>
              <file name="${server.config.dir}/apps/held.jar"/>
            </library>
            <dataSource id="business" jndiName="jdbc/business" type="javax.sql.XADataSource"
                isolationLevel="TRANSACTION_READ_COMMITTED">
              <jdbcDriver libraryRef="held" javax.sql.XADataSource="io.tidemark.host.held.HeldDataSource"/>
              <properties URL="${pg.url}" user="${pg.user}" password="${pg.password}" hold="%s"/>
            </dataSource>
            <webApplication location="xa.war" contextRoot="/xa"/>
            """;

    private static @Nullable Node node;
    private static @Nullable Gateway gateway;
    private HostLog log;
    private String account;

    @BeforeAll
    static void start() throws IOException, SQLException {
        Servers.node();
        HostSchema.create(Servers.database());
        gateway = Gateway.to(Servers.database().port());
        Files.createDirectories(DIRECTORY);
        Files.deleteIfExists(HOLD);
        Files.deleteIfExists(REACHED);
        var war = DIRECTORY.resolve("xa.war");
        HostWar.named("xa.war")
                .addPackage("io.tidemark.host.two")
                .as(ZipExporter.class)
                .exportTo(war.toFile(), true);
        var held = DIRECTORY.resolve("held.jar");
        ShrinkWrap.create(JavaArchive.class)
                .addPackage("io.tidemark.host.held")
                .as(ZipExporter.class)
                .exportTo(held.toFile(), true);
        node = Node.on(Servers.database())
                .named("xa-host")
                .configured(Path.of(System.getProperty("project.basedir", "")).resolve("src/test/liberty/host"))
                .variable("pg.url", gateway.url())
                .xml("xa.xml", XA.formatted(HOLD))
                .app("xa.war", war)
                .app("held.jar", held)
                .start();
    }

    @AfterAll
    static void stop() {
        if (node != null) node.close();
    }

    @BeforeEach
    void open() throws SQLException {
        log = new HostLog();
        account = log.account();
    }

    @AfterEach
    void close() throws SQLException, IOException {
        Files.deleteIfExists(HOLD);
        Files.deleteIfExists(REACHED);
        gateway().open();
        log.close();
    }

    @Test
    void deliversTheEventOfATransactionOverTwoResources() throws SQLException {
        assertThat(make().join()).isEqualTo(200);

        assertThat(log.awaitSteps(1)).containsExactly(1);
        assertThat(log.transfers()).isEqualTo(1);
    }

    @Test
    void holdsBackOnlyTheEventInDoubt() throws Exception {
        Files.createFile(HOLD);
        try (var reader = log.reader()) {
            var call = make();
            awaitPrepared(2);
            post(2);
            post(3);
            assertThat(reader.awaitEvents(2, SOON)).extracting(HostLog::step).containsExactly(2, 3);

            Files.delete(HOLD);

            assertThat(call.join()).isEqualTo(200);
            assertThat(reader.awaitEvents(3, SOON)).extracting(HostLog::step).containsExactly(2, 3, 1);
            assertThat(reader.seqs()).isSorted();
        }
        awaitPrepared(0);
    }

    @Test
    void deliversTheEventInDoubtWhenItsHostRecovers() throws Exception {
        Files.createFile(HOLD);
        try (var reader = log.reader()) {
            var call = make();
            awaitPrepared(2);
            // Before that the transaction may still be rolled back: prepared by both, but not decided.
            Await.until("decision", SOON, () -> Files.exists(REACHED));
            node().kill();
            assertThat(call).failsWithin(SOON);
            post(2);
            assertThat(reader.awaitEvents(1, SOON)).extracting(HostLog::step).containsExactly(2);

            Files.delete(HOLD);
            node().restart();

            assertThat(reader.awaitEvents(2, SOON.multipliedBy(2)))
                    .extracting(HostLog::step)
                    .containsExactly(2, 1);
        }
        awaitPrepared(0);
        assertThat(log.transfers()).isEqualTo(1);
    }

    /** Here, because this host has health checks. */
    @Test
    void isNotReadyAfterSeveralEventsInARowWereLost() {
        var host = new Host(node().uri("/xa/"));
        gateway().close();
        for (int lost = 1; lost <= 3; lost++) {
            assertThat(readiness()).as("after " + (lost - 1)).isEqualTo("UP");
            host.call("emitAlways", "account", account);
        }
        assertThat(readiness()).isEqualTo("DOWN");
        gateway().open();

        host.call("emitAlways", "account", account);

        assertThat(readiness()).isEqualTo("UP");
        assertThat(log.awaitSteps(1)).hasSize(1);
    }

    private static String readiness() {
        return Api.of(node())
                .get("/health/ready")
                .json()
                .path("checks")
                .valueStream()
                .filter(check -> check.path("name").asString().equals("tidemark.emit"))
                .map(check -> check.path("status").asString())
                .findFirst()
                .orElse("absent");
    }

    private CompletableFuture<Integer> make() {
        var api = Api.of(node().uri("/xa/"));
        return CompletableFuture.supplyAsync(
                () -> api.post("two?account=" + account).status());
    }

    private void post(int step) {
        var token = Token.of("writer").roles("audit-writer").sign();
        var event = "{\"eventType\":\"host.other\",\"accountId\":\"%s\",\"metadata\":{\"step\":%d}}"
                .formatted(account, step);
        assertThat(Api.of(Servers.node())
                        .as(token)
                        .postJson("/api/v1/events", event)
                        .status())
                .isEqualTo(201);
    }

    private void awaitPrepared(int count) {
        Await.until(
                count + " prepared transactions",
                SOON,
                () -> log.sql().count("select count(*) from pg_prepared_xacts"),
                prepared -> prepared == count);
    }

    private static Node node() {
        if (node == null) throw new IllegalStateException("not started");
        return node;
    }

    private static Gateway gateway() {
        if (gateway == null) throw new IllegalStateException("not started");
        return gateway;
    }
}
