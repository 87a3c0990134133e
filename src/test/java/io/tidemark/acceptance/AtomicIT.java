package io.tidemark.acceptance;

import static io.tidemark.acceptance.HostLog.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Servers;
import io.tidemark.testing.SseReader;
import io.tidemark.testing.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application of its own, with the emitter jar: its rows and its events live and die together. */
@ExtendWith({HostServer.class, ArquillianExtension.class})
class AtomicIT {
    private final Host host = HostServer.app("atomic");

    @AutoClose
    private final HostLog log = new HostLog();

    private final String account = log.account();

    @Deployment(testable = false)
    static WebArchive atomic() {
        return HostWar.named("atomic.war");
    }

    @ParameterizedTest
    @ValueSource(strings = {"make", "makeAtDesk", "makeInTask", "makeByTimer"})
    void storesBothRowsWhenTheTransactionCommits(String operation) throws SQLException {
        try (var reader = log.reader()) {
            host.call(operation, "account", account);

            assertThat(reader.awaitEvents(1, SOON)).extracting(HostLog::step).containsExactly(1);
        }
        assertThat(log.transfers()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"makeInUserTransaction", "emit", "emitInTask"})
    void storesTheEventOfAUserTransactionAndOfNone(String operation) throws SQLException {
        host.call(operation, "account", account);

        assertThat(log.awaitSteps(1)).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"makeAndRollBack", "makeAndThrow"})
    void storesAndStreamsNothingWhenTheTransactionRollsBack(String operation) throws SQLException {
        try (var reader = log.reader()) {
            host.run(operation, "account", account);
            host.run(operation, "account", account);
            assertThat(log.transfers()).isZero();
            assertThat(log.waiting()).isZero();
            host.call("makeWithApproval", "account", account);

            assertThat(reader.awaitEvents(4, SOON)).extracting(HostLog::step).containsExactly(1, 2, 3, 4);
        }
        assertThat(log.transfers()).isZero();
        assertThat(log.steps()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void storesOnlyTheEventThatIsAlwaysEmittedWhenTheTransactionRollsBack() throws SQLException {
        try (var reader = log.reader()) {
            host.call("attempt", "account", account);

            assertThat(reader.awaitEvents(1, SOON)).extracting(HostLog::step).containsExactly(2);
        }
        assertThat(log.transfers()).isZero();
        assertThat(log.waiting()).isZero();
    }

    /** Two connections, or two resources in two phases, would cost more than the event and leave doubts. */
    @Test
    void storesBothRowsOnOneConnectionInOneLocalTransaction() throws SQLException, IOException {
        try (var database = new StatementLog(Servers.database())) {
            host.call("make", "account", account);
            log.awaitSteps(1);

            var statements = database.statements();
            var row = one(statements.stream()
                    .filter(s -> s.starts("insert into host.transfer"))
                    .toList());
            assertThat(statements)
                    .filteredOn(s -> s.transaction().equals(row.transaction())
                            && s.backend().equals(row.backend()))
                    .filteredOn(s -> s.starts("insert") || s.starts("commit") || s.starts("prepare"))
                    .satisfiesExactlyInAnyOrder(
                            s -> assertThat(s.text()).startsWithIgnoringCase("insert into host.transfer"),
                            s -> assertThat(s.text()).startsWithIgnoringCase("insert into tidemark.inbox"),
                            s -> assertThat(s.text()).isEqualToIgnoringCase("commit"));
            assertThat(statements).noneMatch(s -> s.starts("prepare transaction"));
        }
    }

    @Test
    void closesTheStreamOfARevokedSessionWhenTheTransactionCommits() {
        var revoked = UUID.randomUUID().toString();
        try (var reader = open(revoked);
                var neighbour = open(UUID.randomUUID().toString())) {
            host.call("revokeAndRollBack", "session", hash(revoked));
            host.call("make", "account", account);
            reader.awaitEvents(1, SOON);
            assertThat(reader.frames()).noneMatch(frame -> frame.is("revoked"));

            host.call("revoke", "session", hash(revoked));

            assertThat(reader.awaitEvent("revoked", SOON).json().path("reason").asString())
                    .isEqualTo("session");
            reader.awaitEnd(SOON);
            host.call("make", "account", account);
            neighbour.awaitEvents(2, SOON);
        }
    }

    private SseReader open(String session) {
        var token = Token.of("reader-of-" + account)
                .session(session)
                .roles("audit-reader")
                .sign();
        return SseReader.open(Servers.node(), "/api/v1/stream?account=" + account, token);
    }

    private static <T> T one(java.util.List<T> all) {
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static String hash(String session) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(session.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
