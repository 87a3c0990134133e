package io.tidemark.acceptance;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The bank of {@code io.tidemark.host.audited} beside an audit server, on a node of its own, and what the log knows of one probe. The
 * node is shared, and killed with the JVM. It trusts 127.0.0.1 to speak for clients.
 */
final class BankHost implements AutoCloseable {
    private static final String RULES = """
        tidemark.service=bank
        tidemark.capture.rules.pay.method=io.tidemark.host.audited.Legacy#pay
        tidemark.capture.rules.pay.type=bank.transfer
        tidemark.capture.rules.pay.target-type=account
        tidemark.capture.rules.pay.target=order.to
        tidemark.capture.rules.pay.metadata=order.probe,paid=result
        """;

    private static @Nullable Node node;

    private final String probe = UUID.randomUUID().toString();
    private final Connection connection;
    private final Sql sql;

    BankHost() throws SQLException {
        node();
        connection = Servers.database().asSuperuser();
        sql = new Sql(connection);
    }

    static synchronized Node node() throws SQLException {
        if (node == null) {
            HostSchema.create(Servers.database());
            node = Node.on(Servers.database())
                    .named("bank")
                    .variable("tidemark.capture.proxies", "127.0.0.1")
                    .app("bank.war", archive())
                    .xml("bank.xml", """
                        <webApplication id="bank" location="bank.war" name="bank" contextRoot="/bank">
                          <classloader commonLibraryRef="postgresql"/>
                        </webApplication>
                        """)
                    .start();
        }
        return node;
    }

    private static Path archive() {
        try {
            var file = Files.createDirectories(Path.of(System.getProperty("project.basedir", ""), "target/hosts-bank"))
                    .resolve("bank.war");
            var war = HostWar.named("bank.war").addPackage("io.tidemark.host.audited");
            war.addAsResource(new StringAsset(RULES), "META-INF/microprofile-config.properties");
            war.as(ZipExporter.class).exportTo(file.toFile(), true);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Random: nobody else writes of it. */
    String probe() {
        return probe;
    }

    static Api api() throws SQLException {
        return Api.of(node());
    }

    /** Runs an operation over JAX-RS. */
    JsonNode run(Api api, String operation) {
        return answer(api, "bank/api/run/" + operation + "?probe=" + probe);
    }

    /** Runs an operation in a servlet. */
    JsonNode runInServlet(Api api, String operation) {
        return answer(api, "bank/run/" + operation + "?probe=" + probe);
    }

    private static JsonNode answer(Api api, String path) {
        var answer = api.post(path);
        if (answer.status() != 200) throw new AssertionError(path + ": " + answer);
        return answer.json();
    }

    /** Waits for the probe's only event. */
    Map<String, @Nullable Object> event() {
        return events(1).get(0);
    }

    /** Waits for that many events of the probe; in the order of their positions. */
    List<Map<String, @Nullable Object>> events(int count) {
        var rows = awaited("metadata ->> 'probe' = ?", probe, count);
        if (rows.size() != count) throw new AssertionError(count + " events expected, but were: " + rows);
        return rows;
    }

    List<Map<String, @Nullable Object>> ofRequest(String requestId, int count) {
        return awaited("request_id = ?", requestId, count);
    }

    /** Waits for that many events whose metadata, account or target has the probe. */
    List<Map<String, @Nullable Object>> ofAnything(int count) {
        return awaited("? in (target_id, account_id) or metadata::text like '%' || ? || '%'", probe, count);
    }

    private List<Map<String, @Nullable Object>> awaited(String where, String value, int count) {
        var parameters =
                where.chars().filter(c -> c == '?').count() == 2 ? new Object[] {value, value} : new Object[] {value};
        return Await.until(
                count + " events where " + where + " of " + value,
                HostLog.SOON,
                () -> sql.rows(
                        "select *, metadata::text as members from tidemark.log where " + where + " order by seq",
                        parameters),
                rows -> rows.size() >= count);
    }

    /** The probe's rows in the application's own table. */
    long transfers() throws SQLException {
        return sql.count("select count(*) from host.transfer where account = ?", probe);
    }

    /** How many events the probe has, waiting ones included. */
    long all() throws SQLException {
        return sql.count("select count(*) from tidemark.inbox where metadata like '%' || ? || '%'", probe)
                + sql.count("select count(*) from tidemark.log where metadata::text like '%' || ? || '%'", probe);
    }

    Sql sql() {
        return sql;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
