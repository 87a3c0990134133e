package io.tidemark.acceptance;

import static io.tidemark.acceptance.Streams.SOON;
import static io.tidemark.acceptance.Streams.assertRevoked;
import static io.tidemark.acceptance.Streams.awaitEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.acceptance.Ledger.Draft;
import io.tidemark.testing.Await;
import io.tidemark.testing.LiveReader;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import io.tidemark.testing.SseReader;
import io.tidemark.testing.Transport;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A revocation counts from its position on: when its transaction has committed, and however far behind the reader is. */
class RevocationIT {

    private static final String REVOKE = "insert into tidemark.inbox (ordinal, id, event_type, event_version, outcome,"
            + " occurred_at, target_account_id) values (?, ?, 'session_revoke_all', '1.0', 'success', now(), ?)";
    private static final String WAITING_FOR =
            "select coalesce(min(pid), 0)::bigint from pg_stat_activity where ? = any (pg_blocking_pids(pid))";

    private final Node node = Servers.node();
    private final Ledger ledger = new Ledger(node, Servers.database());
    private final Traffic traffic = new Traffic(ledger);

    @AfterEach
    void close() {
        traffic.close();
    }

    /** A block in which it stands waits for another transaction, and loses its connection. */
    @Test
    void closesNothingWhenTheRevocationRollsBack() throws Exception {
        Person victim = Person.somebody();
        Draft revocation = Draft.of("session_revoke_all").with("targetAccountId", victim.account());
        Draft held = Ledger.marker();
        try (var stream = reader(victim);
                var holder = Servers.database().asApp();
                var superuser = Servers.database().asSuperuser()) {
            holder.setAutoCommit(false);
            new Sql(holder).run("insert into tidemark.accepted (id) values (?)", held.id());
            long pid = new Sql(holder).count("select pg_backend_pid()::bigint");
            var block = CompletableFuture.supplyAsync(() -> ledger.tryPost(revocation, held));
            long waiting = Await.until(
                    "block that waits",
                    SOON,
                    () -> new Sql(superuser).count(WAITING_FOR, (int) pid),
                    found -> found > 0);
            new Sql(superuser).count("select count(*) from pg_terminate_backend(?)", (int) waiting);

            assertThat(block.get().status()).isEqualTo(503);

            Draft after = Ledger.marker();
            ledger.append(after);
            awaitEvent(stream, after);
            assertThat(ledger.number("select count(*) from tidemark.log where id = ?", revocation.id()))
                    .isZero();
            reader(victim).close();
        }
    }

    @Test
    void closesAtTheCommitOfAPreparedTransactionAndNotBefore() throws SQLException {
        Person victim = Person.somebody();
        String name = "revocation-" + UUID.randomUUID();
        Draft revocation = Draft.of("session_revoke_all");
        try (var stream = reader(victim);
                var connection = Servers.database().asApp()) {
            prepareRevocation(connection, name, revocation, victim);
            Draft during = Ledger.marker();
            ledger.append(during);
            awaitEvent(stream, during);

            new Sql(connection).run("commit prepared '" + name + "'");

            assertRevoked(stream, ledger.seq(revocation), "session_revoke_all", "account");
        }
    }

    /** Its writer is at work on older events, out of the log, and stalled in a write, when the revocation comes. */
    @ParameterizedTest
    @EnumSource
    void cutsAReaderThatIsFarBehind(Transport transport) throws SQLException {
        Person victim = Person.somebody();
        Person spared = Person.somebody();
        String padding = "x".repeat(2_000);
        Draft first = Ledger.marker();
        long start = ledger.append(first) - 1;
        for (int block = 0; block < 4; block++) {
            ledger.post(IntStream.range(0, 1_000)
                    .mapToObj(i -> Ledger.marker().metadata(Map.of("padding", padding)))
                    .toArray(Draft[]::new));
        }
        Draft last = Ledger.marker();
        long end = ledger.append(last);
        String name = "revocation-" + UUID.randomUUID();
        Draft revocation = Draft.of("session_revoke_all");
        try (var connection = Servers.database().asApp()) {
            prepareRevocation(connection, name, revocation, victim);
            try (var stream = behind(transport, victim, start);
                    var other = behind(transport, spared, start)) {
                stream.stopReading();
                other.stopReading();

                new Sql(connection).run("commit prepared '" + name + "'");
                long seq = ledger.seq(revocation);
                stream.readOn();
                other.readOn();

                assertRevoked(stream, seq, "session_revoke_all", "account");
                assertThat(stream.seqs()).allSatisfy(at -> assertThat(at).isLessThan(end));
                awaitEvent(other, revocation);
                assertThat(other.seqs()).startsWith(start + 1).contains(end);
            }
        }
    }

    private LiveReader behind(Transport transport, Person person, long after) {
        return transport.read(node, person.token().sign(), "", after, 4_096);
    }

    private SseReader reader(Person person) {
        SseReader reader = person.read(node, person.token());
        assertThat(reader.status()).as(reader.text()).isEqualTo(200);
        return reader;
    }

    private static void prepareRevocation(Connection connection, String name, Draft revocation, Person victim)
            throws SQLException {
        connection.setAutoCommit(false);
        insertRevocation(connection, revocation.id(), victim);
        new Sql(connection).run("prepare transaction '" + name + "'");
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void insertRevocation(Connection connection, UUID id, Person victim) throws SQLException {
        long ordinal =
                ChronoUnit.MICROS.between(Instant.EPOCH, Clock.systemUTC().instant());
        new Sql(connection).run(REVOKE, ordinal, id, victim.account());
    }
}
