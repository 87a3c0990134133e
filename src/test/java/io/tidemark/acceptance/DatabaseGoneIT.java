package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        HostServer.gateway().close();
    }

    @AfterEach
    void close() throws SQLException {
        HostServer.gateway().open();
        log.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"make", "makeAtDesk", "makeInTask", "makeInUserTransaction", "emit", "makeOnce"})
    void failsTheCallersTransactionWithAnExceptionThatNamesTheEvent(String operation) throws SQLException {
        var answer = host.run(operation, "account", account, "id", "0199c2f0-0000-7000-8000-000000000000", "step", "1");

        assertThat(answer.path("thrown").valueStream().map(thrown -> thrown.asString()))
                .anyMatch(thrown ->
                        thrown.startsWith("io.tidemark.emit.AuditException: Could not store the event host.transfer "));
        HostServer.gateway().open();
        assertThat(log.transfers()).isEqualTo(1);
        assertThat(log.waiting()).isZero();
        assertThat(log.steps()).hasSize(1);
    }

    @Test
    void neverThrowsAndCountsWhatIsAlwaysEmitted() {
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
}
