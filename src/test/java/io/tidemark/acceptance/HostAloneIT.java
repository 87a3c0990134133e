package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.EmbeddedDatabase;
import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Sql;
import io.tidemark.testing.Token;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An application with the emitter jar, and no audit server anywhere. */
@Tag("long")
class HostAloneIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static EmbeddedDatabase database;
    private static Node bank;

    @BeforeAll
    static void open() throws IOException, SQLException {
        database = EmbeddedDatabase.startEmpty(
                Path.of(System.getProperty("project.basedir", ""), "target/servers/alone"), 0);
        Schema.of(database);
        bank = BankNode.start(database, "bank-alone");
    }

    @AfterAll
    static void close() throws IOException {
        if (bank != null) bank.close();
        database.close();
    }

    @Test
    void givesPositionsToWhatItEmits() throws SQLException {
        var opening = "{\"number\":\"A-1\",\"owner\":\"alice\",\"pin\":\"4711\"}";
        var answer = Api.of(bank).as(Token.of("tom").roles("teller").sign()).postJson("bank/api/accounts", opening);
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);

        awaitPosition("select count(*) from tidemark.log where service = 'bank' and operation = 'Bank.open'");
    }

    /** The node that committed it may be dead. */
    @Test
    void givesPositionsToWhatOthersLeftInTheInbox() throws SQLException {
        var left = InboxRow.of("login");
        try (var app = database.asApp()) {
            left.insert(app);
        }

        awaitPosition("select count(*) from tidemark.log where id = '" + left.id() + "'");
    }

    private static void awaitPosition(String sql) throws SQLException {
        try (var owner = database.asOwner()) {
            Await.until("a position", SOON, () -> new Sql(owner).count(sql) > 0);
        }
    }
}
