package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.acceptance.Ledger.Draft;
import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import io.tidemark.testing.Token;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page is looked for; before it is found, its reader loses access, and something else happens. */
class RevokedPageIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String WAITING =
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like ?";

    private final Node node = Servers.node();
    private final Ledger ledger = new Ledger(node, Servers.database());

    /** One token for all events: the session of another would be stored first, and wait as the page does. */
    private final Api writer = ledger.api(Token.of("the-writer").roles("audit-writer"));

    /** Each asks the sequencer's row: a window, types of a prefix in the other order, and a window that is planned for its values. */
    @ParameterizedTest
    @CsvSource({
        "?from=2026-01-01T00:00:00Z,                   %with bounds as%",
        "?eventType=test.*&after=%d,                   %with wanted as%",
        "?from=2026-01-01T00:00:00Z&outcome=success,   select case when log_id%",
        "/stats,  select case when log_id%"
    })
    void isRefusedWithWhatCameAfterTheRevocation(String query, String statement) throws Exception {
        Person reader = Person.somebody();
        long head = ledger.append(Ledger.marker());
        String path = "/api/v1/events" + query.formatted(head);
        Api api = ledger.api(reader.token());
        assertThat(api.get(path).status()).isEqualTo(200);
        Draft after = Ledger.marker();

        Api.Answer answer = answerOfRevoked(reader, api, path, "tidemark.sequencer", statement, after);

        assertThat(answer.body()).doesNotContain(after.id().toString());
    }

    @Test
    void isRefusedWithANameOfALoginAfterTheRevocation() throws Exception {
        Person reader = Person.somebody();
        String account = "n-" + UUID.randomUUID();
        Draft before = Ledger.marker().with("accountId", account);
        post(before);
        ledger.seq(before);
        Api api = ledger.api(reader.token());
        // The token's session is stored, so that only the names are waited for; of the account, nothing is asked yet.
        assertThat(api.get("/api/v1/events?account=nobody").status()).isEqualTo(200);
        Draft login = Draft.of("login").with("accountId", account).metadata(Map.of("username", "Came Too Late"));

        Api.Answer answer = answerOfRevoked(
                reader,
                api,
                "/api/v1/events?account=" + account,
                "tidemark.session",
                "%select account, username from%",
                login);

        assertThat(answer.body()).doesNotContain("Came Too Late");
    }

    /** What is answered if the reader is revoked, and that event is recorded, while the statement waits for the table. */
    private Api.Answer answerOfRevoked(Person reader, Api api, String path, String table, String statement, Draft after)
            throws Exception {
        Draft revocation = Draft.of("session_revoke").metadata(Map.of("sessionId", reader.session()));
        CompletableFuture<Api.Answer> page;
        try (var owner = ledger.database().asOwner()) {
            owner.setAutoCommit(false);
            new Sql(owner).run("lock table " + table + " in access exclusive mode");
            page = CompletableFuture.supplyAsync(() -> api.get(path));
            Await.until("a page that waits", SOON, () -> isWaiting(statement) || page.isDone());
            post(revocation, after);
            // Unless the node was first, which it can be if it is not the sequencer that is locked.
            if (new Sql(owner).count("select tidemark.sequence_step(100)") == 0) ledger.seq(after);
            owner.commit();
        }
        Api.Answer answer = page.get(1, TimeUnit.MINUTES);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("type").asString()).isEqualTo("https://tidemark.io/problems/revoked");
        assertThat(answer.body()).contains("seq " + ledger.seq(revocation));
        return answer;
    }

    private void post(Draft... drafts) {
        String body = Stream.of(drafts).map(Draft::json).collect(Collectors.joining("\n"));
        assertThat(writer.post("/api/v1/events", "application/x-ndjson", body).status())
                .isEqualTo(201);
    }

    private boolean isWaiting(String statement) throws SQLException {
        try (var superuser = ledger.database().asSuperuser()) {
            return new Sql(superuser).count(WAITING, statement) > 0;
        }
    }
}
