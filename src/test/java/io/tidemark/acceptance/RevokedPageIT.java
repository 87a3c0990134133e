package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.acceptance.Ledger.Draft;
import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page is looked for; before it is found, its reader loses access, and something else happens. */
class RevokedPageIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String WAITING =
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like ?";

    private final Node node = Servers.node();
    private final Ledger ledger = new Ledger(node, Servers.database());

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
        Draft revocation = Draft.of("session_revoke").metadata(Map.of("sessionId", reader.session()));
        Draft after = Ledger.marker();
        String path = "/api/v1/events" + query.formatted(head);
        assertThat(ledger.api(reader.token()).get(path).status()).isEqualTo(200);

        CompletableFuture<Api.Answer> page;
        try (var owner = ledger.database().asOwner()) {
            owner.setAutoCommit(false);
            new Sql(owner).run("lock table tidemark.sequencer in access exclusive mode");
            page = CompletableFuture.supplyAsync(
                    () -> ledger.api(reader.token()).get(path));
            Await.until("a page that waits", SOON, () -> isWaiting(statement) || page.isDone());
            ledger.post(revocation, after);
            assertThat(new Sql(owner).count("select tidemark.sequence_step(100)"))
                    .isPositive();
            owner.commit();
        }

        Api.Answer answer = page.get(1, TimeUnit.MINUTES);
        assertThat(answer.body()).doesNotContain(after.id().toString());
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("type").asString()).isEqualTo("https://tidemark.io/problems/revoked");
        assertThat(answer.body()).contains("seq " + ledger.seq(revocation));
    }

    private boolean isWaiting(String statement) throws SQLException {
        try (var superuser = ledger.database().asSuperuser()) {
            return new Sql(superuser).count(WAITING, statement) > 0;
        }
    }
}
