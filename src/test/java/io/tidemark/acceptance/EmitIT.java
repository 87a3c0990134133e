package io.tidemark.acceptance;

import static io.tidemark.acceptance.HostLog.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Await;
import io.tidemark.testing.Servers;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an application may rely on when it emits. */
@ExtendWith({HostServer.class, ArquillianExtension.class})
class EmitIT {
    private final Host host = HostServer.app("emit");

    @AutoClose
    private final HostLog log = new HostLog();

    private final String account = log.account();

    @Deployment(testable = false)
    static WebArchive emit() {
        return HostWar.named("emit.war");
    }

    @Test
    void refusesAnInvalidEventAndLeavesTheTransactionAsItIs() throws SQLException {
        var refusals = host.call("makeAfterRefusals", "account", account);

        assertThat(refusals.valueStream().map(refusal -> refusal.asString()))
                .containsExactly("eventType pattern", "operation nul", "operation length", "occurredAt future");
        assertThat(log.awaitSteps(1)).containsExactly(2);
        assertThat(log.transfers()).isEqualTo(1);
    }

    @Test
    void storesCountsAndLogsAnEventOfUnknownTypeWithoutItsMetadata() throws IOException {
        long before = host.statistic("unknownTypes");

        host.call("emitUnknown", "account", account);

        awaitStored("host.unheard");
        assertThat(host.statistic("unknownTypes")).isEqualTo(before + 1);
        assertThat(HostServer.logs()).contains("unknown type 'host.unheard'").doesNotContain("secret-");
    }

    @Test
    void storesCountsAndLogsAnEventThatDoesNotFitItsSchemaWithoutItsMetadata() throws IOException {
        long before = host.statistic("misfits");

        host.call("emitMisfit", "account", account);

        awaitStored("host.transfer");
        assertThat(host.statistic("misfits")).isEqualTo(before + 1);
        assertThat(HostServer.logs())
                .contains("does not fit the schema of 'host.transfer'")
                .doesNotContain("secret-");
    }

    @Test
    void knowsTheTypesThatTheApplicationProduces() {
        long unknown = host.statistic("unknownTypes");
        long misfits = host.statistic("misfits");

        host.call("make", "account", account);

        assertThat(host.statistic("unknownTypes")).isEqualTo(unknown);
        assertThat(host.statistic("misfits")).isEqualTo(misfits);
    }

    @Test
    void storesAnEventWithTheCallersIdOnce() throws SQLException {
        var id = UUID.randomUUID().toString();

        for (int step = 1; step <= 3; step++) makeOnce(id, step);
        makeOnce(UUID.randomUUID().toString(), 4);

        assertThat(log.awaitSteps(2)).containsExactly(1, 4);
    }

    @Test
    void storesAnEventWithTheCallersIdOnceWhenManyEmitItAtOnce() throws Exception {
        var callers = Executors.newFixedThreadPool(8);
        try {
            for (int round = 1; round <= 5; round++) {
                var id = UUID.randomUUID().toString();
                int step = round;
                List<Future<?>> calls = new ArrayList<>();
                for (int i = 0; i < 8; i++) calls.add(callers.submit(() -> makeOnce(id, step)));
                for (var call : calls) call.get();
            }
        } finally {
            callers.shutdownNow();
        }
        makeOnce(UUID.randomUUID().toString(), 6);

        assertThat(log.awaitSteps(6)).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void keepsTheOrderOfAThousandEventsInOneTransactionAndWritesThemInBatches() throws SQLException, IOException {
        try (var database = new StatementLog(Servers.database())) {
            host.call("makeInSteps", "account", account, "steps", "1000");

            assertThat(log.awaitSteps(1000))
                    .isEqualTo(IntStream.rangeClosed(1, 1000).boxed().toList());
            assertThat(database.statements())
                    .filteredOn(statement -> statement.starts("insert into tidemark.inbox"))
                    .hasSizeBetween(1, 100);
        }
        assertThat(log.sql().count("select max(seq) - min(seq) from tidemark.log where account_id = ?", account))
                .as("one transaction's events have positions side by side")
                .isEqualTo(999);
    }

    @Test
    void keepsTheOrderOfTheCallsAcrossBeans() {
        host.call("makeWithApproval", "account", account);

        assertThat(log.awaitSteps(4)).containsExactly(1, 2, 3, 4);
    }

    /** The shared node takes part: now and then it is faster. */
    @Test
    void givesEventsTheirPositionsInTheApplicationItself() {
        long before = host.statistic("sequenced");

        Await.until("position from the application's own sequencer", SOON, () -> {
            host.call("emit", "account", account);
            return host.statistic("sequenced") > before;
        });
    }

    @Test
    void neverThrowsWhenAnEventThatIsAlwaysEmittedIsMalformed() {
        long before = host.statistic("failed");

        assertThat(host.call("emitAlwaysMalformed").asString()).hasSize(36);

        assertThat(host.statistic("failed")).isEqualTo(before + 1);
    }

    private void makeOnce(String id, int step) {
        host.call("makeOnce", "account", account, "id", id, "step", Integer.toString(step));
    }

    private void awaitStored(String type) {
        Await.until(
                "event " + type,
                SOON,
                () -> log.sql()
                                .count(
                                        "select count(*) from tidemark.log where account_id = ? and event_type = ? and metadata::text like '%secret-%'",
                                        account, type)
                        == 1);
    }
}
