package io.tidemark.acceptance;

import static io.tidemark.acceptance.Streams.SOON;
import static io.tidemark.acceptance.Streams.assertClosed;
import static io.tidemark.acceptance.Streams.assertRevoked;
import static io.tidemark.acceptance.Streams.awaitEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.acceptance.Ledger.Draft;
import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Sql;
import io.tidemark.testing.Transport;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Nodes that are cut off, or stand still, while others go on. {@code -Dtrouble.seed=N} repeats the choices. */
class ClusterIT {
    private static final int PAUSES = 20;
    private static final int REVOCATIONS = Integer.getInteger("trouble.revocations", 40);

    private static Cluster cluster;

    @BeforeAll
    static void open() throws IOException {
        cluster = Cluster.start(
                "cluster",
                2,
                spec -> spec.variable("tidemark.stream.lease", "PT3S")
                        .variable("tidemark.sequence.stuck", "PT2S")
                        .variable("pg.idle", "3s"));
    }

    @AfterAll
    static void close() throws IOException {
        cluster.close();
    }

    /** It held the lock on the order until TCP gave up: for ever, as long as the node's kernel answered. */
    @Test
    void goesOnWhileANodeIsCutOffBehindItsStep() {
        Person person = Person.somebody();
        try (var there = person.read(Transport.SSE, cluster.node(0), person.token());
                var socket = person.read(Transport.WEBSOCKET, cluster.node(0), person.token());
                var elsewhere = person.read(Transport.SSE, cluster.node(1), person.token())) {
            Draft before = Ledger.marker();
            cluster.ledger(1).append(before);
            awaitEvent(there, before);
            awaitEvent(socket, before);

            cluster.gateway(0).freezeBehind("sequence_step");
            try {
                Await.until("cut behind a step", SOON, cluster.gateway(0)::isFrozen);
                Draft meanwhile = Ledger.marker();
                cluster.ledger(1).append(meanwhile);
                awaitEvent(elsewhere, meanwhile);

                assertClosed(there, "stale");
                assertClosed(socket, "stale");
                assertThat(reason("tidemark.tail")).startsWith("Not heard from the log for PT");
                assertThat(reason("tidemark.database")).isEqualTo("The database does not answer");
                Await.until(
                        "a word in the log",
                        SOON,
                        () -> cluster.node(0).logs().contains("Serves no streams: the log was not heard of for PT"));
                try (var refused = person.read(Transport.SSE, cluster.node(0), person.token())) {
                    assertThat(refused.status()).isEqualTo(503);
                }
            } finally {
                cluster.gateway(0).thaw();
            }
        }
        Await.until("ready again", Duration.ofMinutes(1), () -> ready().status() == 200);
        Await.until("a word in the log", SOON, () -> cluster.node(0).logs().contains("Serves streams again"));
        try (var again = person.read(Transport.SSE, cluster.node(0), person.token())) {
            Draft after = Ledger.marker();
            cluster.ledger(0).append(after);
            awaitEvent(again, after);
        }
    }

    /** Its transaction had the id, and whoever repeated the event elsewhere waited for it. */
    @Test
    void storesWhatANodeThatWasCutOffHadBegunToStore() {
        Draft draft = Ledger.marker();
        cluster.gateway(0).freezeBehind(draft.id().toString());
        var first = CompletableFuture.supplyAsync(() -> cluster.ledger(0).tryPost(draft));
        try {
            Await.until("cut behind the insert", SOON, cluster.gateway(0)::isFrozen);

            assertThat(cluster.ledger(1).tryPost(draft).status()).isEqualTo(201);
            assertThat(cluster.ledger(1).seq(draft)).isPositive();
        } finally {
            cluster.gateway(0).thaw();
        }
        assertThat(first.join().status()).isGreaterThanOrEqualTo(500);
        Await.until("ready again", Duration.ofMinutes(1), () -> ready().status() == 200);
    }

    /** As within an update, node by node: the first new one has migrated, others of this version run, crash and start. */
    @Test
    void runsAndStartsOnTheSchemaOfALaterVersion() {
        Schema.ofLaterVersion(cluster.database());
        Person person = Person.somebody();
        cluster.node(1).restart();
        try (var stream = person.read(Transport.SSE, cluster.node(1), person.token())) {
            for (int i = 0; i < 2; i++) {
                Draft draft = Ledger.marker();
                cluster.ledger(i).append(draft);
                awaitEvent(stream, draft);
            }
        }
    }

    /** Whatever the node was at: a step, a commit, nothing. */
    @Test
    void goesOnWhileANodeStandsStill() throws Exception {
        long seed = Long.getLong("trouble.seed", new Random().nextLong());
        System.out.println("ClusterIT: -Dtrouble.seed=" + seed);
        var random = new Random(seed);
        var over = new AtomicBoolean();
        var load = CompletableFuture.runAsync(() -> {
            while (!over.get()) cluster.ledger(0).post(Ledger.marker(), Ledger.marker());
        });
        try {
            for (int i = 0; i < PAUSES; i++) {
                LockSupport.parkNanos(random.nextLong(Duration.ofMillis(60).toNanos()));
                cluster.node(0).pause();
                try {
                    assertThat(cluster.ledger(1).append(Ledger.marker())).isPositive();
                } finally {
                    cluster.node(0).resume();
                }
            }
        } finally {
            over.set(true);
        }
        load.get();
    }

    /** Nobody but an administrator can, who may have forgotten the transaction. */
    @Test
    void saysWhoHoldsTheLockThatAllNodesNeed() throws SQLException {
        try (var owner = cluster.database().asOwner();
                var statement = owner.createStatement()) {
            statement.execute("set application_name = 'forgotten'");
            owner.setAutoCommit(false);
            long pid = owner.unwrap(org.postgresql.PGConnection.class).getBackendPID();
            statement.execute("select from tidemark.sequencer for update");
            Draft waiting = Ledger.marker();
            cluster.ledger(0).post(waiting);

            Await.until("down", SOON, () -> ready().status() == 503);
            // The application's role sees the process of another role, not what it does.
            assertThat(reason("tidemark.sequencer")).startsWith("tidemark.sequencer is held by pid " + pid);
            Await.until(
                    "a word in the log",
                    SOON,
                    () -> cluster.node(0).logs().contains("tidemark.sequencer is held by pid " + pid));
            owner.rollback();

            assertThat(cluster.ledger(0).seq(waiting)).isPositive();
            Await.until("ready again", SOON, () -> ready().status() == 200);
        }
    }

    @Test
    void endsTheStreamsOfRevokedReadersOnOtherNodes() throws Exception {
        print("by notification", revocations(1));
    }

    /** As when every notification is lost: the poll finds the entries. */
    @Test
    void endsThemWithoutNotificationToo() throws Exception {
        try (var owner = cluster.database().asOwner()) {
            var sql = new Sql(owner);
            String step =
                    sql.one(String.class, "select pg_get_functiondef('tidemark.sequence_step(int)'::regprocedure)");
            String mute = step.replaceAll("(?m)^.*pg_notify.*$", "");
            assertThat(mute).isNotEqualTo(step);
            sql.run(mute);
            try {
                print("by poll", revocations(10));
            } finally {
                sql.run(step);
            }
        }
    }

    /** From the request to one node, before it was sent, to the end of the stream from another, at its reader. */
    private static List<Duration> revocations(int atOnce) throws Exception {
        var latencies = new ArrayList<Duration>();
        var threads = Executors.newFixedThreadPool(atOnce);
        var running = IntStream.range(0, REVOCATIONS)
                .mapToObj(n -> threads.submit(() -> revocation(n % 2 == 0 ? Transport.SSE : Transport.WEBSOCKET)))
                .toList();
        for (var one : running) latencies.add(one.get());
        threads.shutdown();
        return latencies;
    }

    private static Duration revocation(Transport transport) {
        Person person = Person.somebody();
        try (var stream = person.read(transport, cluster.node(1), person.token())) {
            stream.await(reader -> !reader.frames().isEmpty(), SOON);
            Draft revocation = Draft.of("password_change").with("accountId", person.account());
            long began = System.nanoTime();
            cluster.ledger(0).post(revocation);
            stream.awaitEnd(SOON);
            var latency = Duration.ofNanos(System.nanoTime() - began);
            assertRevoked(stream, cluster.ledger(0).seq(revocation), "password_change", "account");
            return latency;
        }
    }

    private static void print(String how, List<Duration> latencies) {
        var sorted = latencies.stream().map(Duration::toMillis).sorted().toList();
        System.out.printf(
                "ClusterIT: revoked on one node, ended on another, %s: %d; p50 %d ms, p90 %d ms, p99 %d ms, longest %d ms%n",
                how, sorted.size(), at(sorted, 50), at(sorted, 90), at(sorted, 99), at(sorted, 100));
    }

    private static long at(List<Long> sorted, int percent) {
        return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
    }

    private static Api.Answer ready() {
        return Api.of(cluster.node(0)).get("/health/ready");
    }

    private static String reason(String name) {
        JsonNode checks = ready().json().path("checks");
        for (JsonNode check : checks) {
            if (check.path("name").asString().equals(name))
                return check.at("/data/reason").asString();
        }
        throw new AssertionError("no " + name + " in " + checks);
    }
}
