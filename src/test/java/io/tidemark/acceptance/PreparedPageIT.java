package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import io.tidemark.testing.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In the server, from the connection pool, with its cache of statements: PostgreSQL parses a page that is asked for often only once. */
class PreparedPageIT {
    private static final int TIMES = 20;
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static Node node;

    @BeforeAll
    static void logStatements() throws SQLException {
        String url = Schema.empty().url();
        try (var superuser = Servers.database().asSuperuser()) {
            String name = url.substring(url.lastIndexOf('/') + 1);
            new Sql(superuser).run("alter database " + name + " set log_statement = 'all'");
        }
        node = Node.on(Servers.database())
                .named("prepared")
                .heap("256m")
                .variable("pg.url", url)
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    /** Planned once, and planned each time. */
    @ParameterizedTest
    @ValueSource(strings = {"ip=127.0.0.9", "ip=127.0.0.9&service=prepared"})
    void isPrepared(String query) throws IOException {
        String token = Token.of("prepared").roles("audit-reader").sign();
        int before = pages().size();

        for (int i = 0; i < TIMES; i++) {
            var page = Api.of(node).as(token).get("/api/v1/events?" + query);
            assertThat(page.status()).isEqualTo(200);
        }

        Await.until("the log of statements", DEADLINE, () -> pages().size() == before + TIMES);
        assertThat(pages().get(before + TIMES - 1)).startsWith("execute S_");
    }

    private static List<String> pages() throws IOException {
        return Pattern.compile("execute \\S+ +select seq, id, .* ip .*")
                .matcher(Files.readString(Servers.database().log()))
                .results()
                .map(found -> found.group())
                .toList();
    }
}
