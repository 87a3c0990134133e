package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** An application whose database is gone while it emits. */
@ExtendWith({HostServer.class, ArquillianExtension.class})
class DatabaseGoneIT {
    private final Host host = HostServer.app("gone");
    private HostLog log;
    private String account;

    @Deployment(testable = false)
    static WebArchive gone() {
        return HostWar.named("gone.war");
    }

    @BeforeEach
    void open() throws SQLException {
        log = new HostLog();
        account = log.account();
        host.call("make", "account", account);
        log.awaitSteps(1);
    }

    @AfterEach
    void close() throws SQLException {
        HostServer.gateway().open();
        log.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"make", "makeAtDesk", "makeInTask", "makeInUserTransaction", "emit", "makeOnce"})
    void failsTheCallersTransactionWithAnExceptionThatNamesTheEvent(String operation) throws SQLException {
        long failed = host.statistic("failed");
        HostServer.gateway().close();

        var answer = host.run(operation, "account", account, "id", "0199c2f0-0000-7000-8000-000000000000", "step", "1");

        assertThat(thrown(answer))
                .anyMatch(thrown ->
                        thrown.startsWith("io.tidemark.emit.AuditException: Could not store the event host.transfer "));
        assertThat(host.statistic("failed")).isEqualTo(failed + 1);
        assertNothingIsStored();
    }

    /** JPA would say what it could not insert, in words that nobody looks for in an audit log. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void namesTheEventsThatWereToBeSentByTheCommit(int events) throws Exception {
        long failed = host.statistic("failed");

        var answer = makeWhileTheDatabaseGoes(events);

        assertThat(thrown(answer))
                .anySatisfy(thrown -> assertThat(thrown)
                        .startsWith("io.tidemark.emit.AuditException: Could not store the event host.transfer ")
                        .contains(" and " + (events - 1) + " more"));
        assertThat(host.statistic("failed")).isEqualTo(failed + events);
        assertNothingIsStored();
    }

    /** What a commit throws is the server's to say: nobody knows yet whether it happened. */
    @Test
    void countsAndLogsTheEventWhoseCommitFailed() throws Exception {
        long failed = host.statistic("failed");

        assertThat(thrown(makeWhileTheDatabaseGoes(1))).isNotEmpty();

        assertThat(host.statistic("failed")).isEqualTo(failed + 1);
        assertThat(HostServer.logs()).containsPattern("Lost the event host.transfer [0-9a-f-]{36}: its transaction");
        assertNothingIsStored();
    }

    @ParameterizedTest
    @ValueSource(strings = {"makeAndRollBack", "makeAndThrow", "attempt"})
    void countsNothingWhenTheApplicationRollsBack(String operation) {
        long failed = host.statistic("failed");

        host.run(operation, "account", account);

        assertThat(host.statistic("failed")).isEqualTo(failed);
    }

    @Test
    void neverThrowsAndCountsWhatIsAlwaysEmitted() {
        HostServer.gateway().close();
        long failed = host.statistic("failed");

        for (int i = 0; i < 3; i++)
            assertThat(host.call("emitAlways", "account", account).asString()).hasSize(36);

        assertThat(host.statistic("failed")).isEqualTo(failed + 3);
        assertThat(host.statistic("failedInARow")).isGreaterThanOrEqualTo(3);
        HostServer.gateway().open();
        host.call("emitAlways", "account", account);
        assertThat(log.awaitSteps(2)).hasSize(2);
        assertThat(host.statistic("failedInARow")).isZero();
    }

    /** The first event was sent before; the others, and the commit, find nobody. */
    private JsonNode makeWhileTheDatabaseGoes(int events) throws Exception {
        var transaction = CompletableFuture.supplyAsync(
                () -> host.run("makeInTwoGoes", "account", account, "steps", Integer.toString(events)));
        host.call("passTurnstile");
        HostServer.gateway().close();
        host.call("passTurnstile");
        return transaction.get();
    }

    /** But what was there before. */
    private void assertNothingIsStored() throws SQLException {
        HostServer.gateway().open();
        assertThat(log.transfers()).isEqualTo(1);
        assertThat(log.waiting()).isZero();
        assertThat(log.steps()).hasSize(1);
    }

    private static List<String> thrown(JsonNode answer) {
        return answer.path("thrown").valueStream().map(JsonNode::asString).toList();
    }
}
