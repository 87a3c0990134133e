package io.tidemark.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testing.Await;
import io.tidemark.testing.Sql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {

    @TempDir
    static Path directory;

    private static EmbeddedDatabase database;

    @BeforeAll
    static void start() throws IOException {
        database = EmbeddedDatabase.start(directory.resolve("shared"), 0);
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @Test
    void isDurableAndAllowsPreparedTransactions() throws SQLException {
        try (var connection = database.asSuperuser()) {
            var sql = new Sql(connection);
            assertThat(sql.one(String.class, "show fsync")).isEqualTo("on");
            assertThat(sql.one(String.class, "show synchronous_commit")).isEqualTo("on");
            assertThat(sql.one(String.class, "show full_page_writes")).isEqualTo("on");
            assertThat(sql.one(String.class, "show max_prepared_transactions")).isEqualTo("50");
            assertThat(sql.one(String.class, "show max_connections")).isEqualTo("200");
            assertThat(sql.one(String.class, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(sql.one(String.class, "show server_version")).startsWith(EmbeddedDatabase.MAJOR_VERSION + ".");
        }
    }

    @Test
    void givesTheOwnerTheDatabaseAndTheApplicationNothing() throws SQLException {
        try (var owner = database.asOwner();
                var app = database.asApp()) {
            assertThat(count(
                            owner,
                            "select count(*) from pg_database where datname = 'tidemark'"
                                    + " and pg_get_userbyid(datdba) = current_user"))
                    .isEqualTo(1);
            new Sql(owner).run("create table owned (n int)");
            assertThatThrownBy(() -> new Sql(app).run("create table stolen (n int)"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> new Sql(app).rows("select * from owned"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void refusesAWrongPassword() {
        assertThatThrownBy(() -> DriverManager.getConnection(database.url(), "tidemark_app", "guessed"))
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void keepsCommittedRowsOverRestartAndKill() throws Exception {
        try (var connection = database.asOwner()) {
            new Sql(connection).run("create table kept (n int)");
            new Sql(connection).run("insert into kept values (1)");
        }
        long first = database.pid();
        database.restart();
        try (var connection = database.asOwner()) {
            new Sql(connection).run("insert into kept values (2)");
        }
        database.kill();
        assertThat(database.isAlive()).isFalse();
        database.start();

        assertThat(database.pid()).isNotEqualTo(first);
        try (var connection = database.asOwner()) {
            assertThat(count(connection, "select count(*) from kept")).isEqualTo(2);
        }
    }

    @Test
    void answersNothingWhilePaused() throws Exception {
        try (var connection = database.asApp()) {
            connection.setNetworkTimeout(Runnable::run, 500);
            database.pause();
            try {
                assertThatThrownBy(() -> new Sql(connection).count("select 1"))
                        .hasRootCauseInstanceOf(java.net.SocketTimeoutException.class);
            } finally {
                database.resume();
            }
        }
        try (var connection = database.asApp()) {
            assertThat(count(connection, "select count(*) from pg_class")).isPositive();
        }
    }

    @Test
    void takesOverTheServerOfAKilledJvm() throws Exception {
        var data = directory.resolve("orphaned");
        int port = Ports.free();
        var other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dpg.data=" + data,
                        "-Dpg.port=" + port,
                        "-Dhttp.port=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DatabaseForever.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("orphaned.out").toFile())
                .start();
        var url = "jdbc:postgresql://127.0.0.1:" + port + "/tidemark";
        Await.until("database of the other JVM", Duration.ofSeconds(60), () -> mark(url));
        other.destroyForcibly();
        assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();

        var data17 = data.resolve("postgresql-" + EmbeddedDatabase.MAJOR_VERSION);
        try (var adopted = EmbeddedDatabase.start(data17, port);
                var connection = adopted.asOwner()) {
            assertThat(count(connection, "select count(*) from mark")).isEqualTo(0);
        }
    }

    @Test
    void saysWhichPropertyMovesItFromATakenPort() throws IOException {
        try (var squatter = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(directory.resolve("refused"), squatter.getLocalPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + squatter.getLocalPort() + " is taken")
                    .hasMessageContaining("-Dpg.port=");
        }
    }

    @Test
    void saysThatAServerOnBrokenDataEndedAndStartsItOnMendedData() throws IOException {
        var data = directory.resolve("broken");
        EmbeddedDatabase.start(data, 0).close();
        var control = data.resolve("global/pg_control");
        var away = Files.move(control, directory.resolve("pg_control"));

        assertThatThrownBy(() -> EmbeddedDatabase.start(data, 0))
                .isInstanceOf(IOException.class)
                .hasMessage("the server ended before it took connections; see " + directory.resolve("broken.log"));
        assertThat(directory.resolve("broken.log")).content().contains("pg_control");

        Files.move(away, control);
        try (var mended = EmbeddedDatabase.start(data, 0)) {
            assertThat(mended.isAlive()).isTrue();
        }
    }

    private static boolean mark(String url) {
        try (var connection = DriverManager.getConnection(url, "tidemark", "tidemark")) {
            new Sql(connection).run("create table mark ()");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static long count(Connection connection, String sql) throws SQLException {
        return new Sql(connection).count(sql);
    }

    /** {@link Database} in a JVM that does not end by itself. */
    static final class DatabaseForever {

        private DatabaseForever() {}

        public static void main(String... args) throws InterruptedException {
            Database.main();
            Thread.currentThread().join();
        }
    }
}
