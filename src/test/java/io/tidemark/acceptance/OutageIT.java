package io.tidemark.acceptance;

import static io.tidemark.acceptance.Streams.SOON;
import static io.tidemark.acceptance.Streams.assertClosed;
import static io.tidemark.acceptance.Streams.assertNothingAbove;
import static io.tidemark.acceptance.Streams.assertRevoked;
import static io.tidemark.acceptance.Streams.assertToldClosed;
import static io.tidemark.acceptance.Streams.awaitEvent;
import static io.tidemark.acceptance.Streams.lastOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.acceptance.Ledger.Draft;
import io.tidemark.dev.EmbeddedDatabase;
import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Frame;
import io.tidemark.testing.LiveReader;
import io.tidemark.testing.LiveReader.End;
import io.tidemark.testing.Node;
import io.tidemark.testing.SocketReader;
import io.tidemark.testing.Sql;
import io.tidemark.testing.SseReader;
import io.tidemark.testing.SseRequest;
import io.tidemark.testing.Token;
import io.tidemark.testing.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A node that loses its database, its time or its sequencer, and a node that is full. */
class OutageIT {
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration PING = Duration.ofSeconds(3);
    private static final int MAX_STREAMS = 8;
    private static final String LIVE = "/api/v1/live?last=0";
    private static final String CUT_TAIL =
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'tidemark-tail'";

    private static EmbeddedDatabase database;
    private static Node node;
    private static Ledger ledger;

    @BeforeAll
    static void open() throws IOException {
        database = EmbeddedDatabase.startEmpty(
                Path.of(System.getProperty("project.basedir", ""), "target/servers/outage"), 0);
        node = Node.on(database)
                .named("outage")
                .variable("tidemark.stream.lease", LEASE.toString())
                .variable("tidemark.stream.max", Integer.toString(MAX_STREAMS))
                .variable("tidemark.sequence.stuck", "PT2S")
                .variable("tidemark.stream.ping", PING.toString())
                .start();
        ledger = new Ledger(node, database);
    }

    @AfterAll
    static void close() throws IOException {
        node.close();
        database.close();
    }

    /** A client that left is noticed when it is written to. */
    @BeforeEach
    void makeRoom() {
        Await.until("room", SOON, () -> {
            ledger.append(Ledger.marker());
            return ledger.metric("tidemark_streams", "") == 0;
        });
    }

    interface Step {
        void run() throws IOException;
    }

    @Test
    void survivesADatabaseThatFreezes() throws IOException, SQLException {
        assertOutage(database::pause, database::resume);
    }

    @Test
    void survivesADatabaseThatIsKilled() throws IOException, SQLException {
        assertOutage(database::kill, database::start);
    }

    private static void assertOutage(Step begin, Step end) throws IOException, SQLException {
        Person person = Person.somebody();
        Draft before = Ledger.marker();
        Draft lost;
        List<Frame> events;
        String lastEventId;
        try (var stream = open(person);
                var socket = person.read(Transport.WEBSOCKET, node, person.token())) {
            ledger.append(before);
            awaitEvent(stream, before);
            awaitEvent(socket, before);

            begin.run();
            try {
                assertClosed(stream, "stale");
                assertClosed(socket, "stale");
                lost = assertUnavailable();
            } finally {
                end.run();
            }
            events = new ArrayList<>(stream.events());
            lastEventId = stream.lastEventId();
        }
        Await.until("ready again", Duration.ofMinutes(1), () -> ready().status() == 200);
        Draft after = Ledger.marker();
        long last = ledger.append(after);
        try (var resumed = SseRequest.to(node, Person.STREAM)
                .as(person.token().sign())
                .header("Last-Event-ID", lastEventId)
                .open()) {
            assertThat(resumed.status()).as(resumed.text()).isEqualTo(200);
            awaitEvent(resumed, after);
            events.addAll(resumed.events());
        }
        assertThat(ledger.number("select count(*) from tidemark.log where id = ?", lost.id()))
                .isZero();
        long first = events.get(0).seq();
        // Above the last one there may be the traces of these streams.
        assertThat(events.stream().map(Frame::seq).filter(seq -> seq <= last))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(first, last).boxed().toList());
    }

    /** What is refused must not turn up when the database is back: the draft is to be looked for then. */
    private static Draft assertUnavailable() {
        for (Transport transport : Transport.values()) {
            Person person = Person.somebody();
            try (var refused = person.read(transport, node, person.token())) {
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");
                assertThat(refused.problem().path("type").asString())
                        .isIn("https://tidemark.io/problems/stale", "https://tidemark.io/problems/unavailable");
            }
        }
        Draft lost = Ledger.marker();
        Api.Answer answer = ledger.tryPost(lost);
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(answer.json().path("type").asString())
                .isIn("https://tidemark.io/problems/stale", "https://tidemark.io/problems/unavailable");
        Api.Answer health = ready();
        assertThat(health.status()).as(health.body()).isEqualTo(503);
        assertThat(down(health)).contains("tidemark.database", "tidemark.tail");
        assertThat(Api.of(node).get("/health/live").status()).isEqualTo(200);
        return lost;
    }

    /** The node cannot know of the revocation while it stands still; when it goes on, it must learn of it first. */
    @ParameterizedTest
    @EnumSource
    void sendsNothingAboveARevocationThatItSleptThrough(Transport transport) throws SQLException {
        Person victim = Person.somebody();
        Person spared = Person.somebody();
        Token token = victim.token();
        try (var stream = victim.read(transport, node, token);
                var other = open(spared)) {
            Draft before = Ledger.marker();
            ledger.append(before);
            awaitEvent(stream, before);
            awaitEvent(other, before);
            Draft revocation = Draft.of("password_change").with("accountId", victim.account());
            Draft after = Ledger.marker();

            node.pause();
            try {
                insert(revocation, victim.account());
                insert(after, victim.account());
                Await.until("the lease to run out", SOON, new Elapsed(LEASE.plusSeconds(1))::isOver);
            } finally {
                node.resume();
            }

            long seq = ledger.seq(revocation);
            assertThat(stream.awaitEnd(SOON)).isEqualTo(End.COMPLETE);
            assertThat(lastOf(stream).event()).isIn("revoked", "closed");
            assertNothingAbove(stream, seq);
            ledger.seq(after);
            Await.until("ready again", SOON, () -> ready().status() == 200);
            try (var again = victim.read(transport, node, token)) {
                assertThat(again.status()).isEqualTo(401);
                assertThat(again.problem().path("type").asString()).isEqualTo("https://tidemark.io/problems/revoked");
            }
            try (var resumed = SseRequest.to(node, Person.STREAM)
                    .as(spared.token().sign())
                    .header("Last-Event-ID", Long.toString(ledger.seq(before)))
                    .open()) {
                awaitEvent(resumed, after);
            }
        }
    }

    /** The same without the lease: streams go on, and the revoked one is cut. */
    @Test
    void cutsAReaderAfterAShortSleep() throws SQLException {
        Person victim = Person.somebody();
        try (var stream = open(victim)) {
            Draft before = Ledger.marker();
            ledger.append(before);
            awaitEvent(stream, before);
            Draft revocation = Draft.of("password_change").with("accountId", victim.account());

            node.pause();
            try {
                insert(revocation, victim.account());
                for (int i = 0; i < 20; i++) insert(Ledger.marker(), victim.account());
            } finally {
                node.resume();
            }

            long seq = ledger.seq(revocation);
            assertThat(stream.awaitEnd(SOON)).isEqualTo(End.COMPLETE);
            // On a slow machine the lease may be over.
            assertThat(lastOf(stream).event()).isIn("revoked", "closed");
            assertNothingAbove(stream, seq);
        }
    }

    /** It is the first entry that the node reads on its next connection. */
    @Test
    void cutsAReaderForARevocationThatItDidNotListenFor() throws SQLException {
        Person victim = Person.somebody();
        try (var stream = open(victim);
                var superuser = database.asSuperuser()) {
            Draft before = Ledger.marker();
            ledger.append(before);
            awaitEvent(stream, before);
            Draft revocation = Draft.of("password_change").with("accountId", victim.account());

            assertThat(new Sql(superuser).count(CUT_TAIL)).isEqualTo(1);
            insert(revocation, victim.account());

            assertRevoked(stream, ledger.seq(revocation), "password_change", "account");
        }
    }

    @Test
    void isNotReadyWhileTheSequencerIsStuckAndLosesNothing() throws SQLException {
        Person person = Person.somebody();
        try (var stream = open(person);
                var connection = database.asOwner();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select from tidemark.sequencer for update");
            Draft waiting = Ledger.marker();
            ledger.post(waiting);

            Api.Answer health = Await.until("down", SOON, OutageIT::ready, answer -> answer.status() == 503);
            assertThat(down(health)).containsExactly("tidemark.sequencer");
            assertThat(stream.events())
                    .noneMatch(event ->
                            String.valueOf(event.data()).contains(waiting.id().toString()));
            connection.rollback();

            awaitEvent(stream, waiting);
            Await.until("ready again", SOON, () -> ready().status() == 200);
        }
    }

    @Test
    void refusesStreamsBeyondItsLimit() {
        List<LiveReader> streams = new ArrayList<>();
        try {
            for (int i = 0; i < MAX_STREAMS; i++) {
                Person person = Person.somebody();
                streams.add(person.read(i < 3 ? Transport.WEBSOCKET : Transport.SSE, node, person.token()));
                assertThat(streams.get(i).isOpened()).isTrue();
            }
            double refusals = ledger.metric("tidemark_refused_requests", "reason=\"too-many-streams\"");
            try (var refused = open(Person.somebody())) {
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");
                assertThat(refused.problem().path("type").asString())
                        .isEqualTo("https://tidemark.io/problems/too-many-streams");
                assertThat(refused.problem().path("retryAfter").asInt()).isPositive();
            }
            assertThat(ledger.metric("tidemark_refused_requests", "reason=\"too-many-streams\""))
                    .isEqualTo(refusals + 1);
            Draft event = Ledger.marker();
            ledger.append(event);
            streams.forEach(stream -> awaitEvent(stream, event));
        } finally {
            streams.forEach(LiveReader::close);
        }
    }

    @Test
    void tellsItsReadersThatItStops() {
        Person person = Person.somebody();
        try (var stream = open(person);
                var socket = person.read(Transport.WEBSOCKET, node, person.token())) {
            Draft before = Ledger.marker();
            ledger.append(before);
            awaitEvent(stream, before);
            awaitEvent(socket, before);

            node.stop();

            // The server that stops says no more when a body is complete.
            assertToldClosed(stream, "shutdown");
            assertClosed(socket, "shutdown");
        } finally {
            node.restart();
        }
    }

    /** Its connection is as it was: nothing else would find out that nobody is there. */
    @Test
    void endsASocketWhoseClientDoesNotAnswerItsPings() {
        try (var mute = SocketReader.open(node, LIVE, Person.somebody().token().sign());
                var there =
                        SocketReader.open(node, LIVE, Person.somebody().token().sign())) {
            mute.answerNothing();

            mute.await(reader -> mute.closeCode() != 0, SOON);
            assertThat(mute.pings()).isEqualTo(1);
            assertThat(mute.closeCode()).isEqualTo(1013);
            assertThat(mute.closeReason()).isEqualTo("gone");
            there.await(reader -> there.pings() >= 3, SOON);
            assertThat(there.isEnded()).isFalse();
            assertThat(ledger.metric("tidemark_streams", "")).isEqualTo(1);
        }
    }

    private static SseReader open(Person person) {
        return person.read(node, person.token());
    }

    private static Api.Answer ready() {
        return Api.of(node).get("/health/ready");
    }

    private static List<String> down(Api.Answer health) {
        List<String> names = new ArrayList<>();
        for (JsonNode check : health.json().path("checks")) {
            if (check.path("status").asString().equals("DOWN"))
                names.add(check.path("name").asString());
        }
        return names;
    }

    /** As another node would: commits, and gives positions. */
    private static void insert(Draft draft, String account) throws SQLException {
        try (var connection = database.asApp()) {
            var sql = new Sql(connection);
            sql.run(
                    "insert into tidemark.inbox (ordinal, id, event_type, event_version, outcome, occurred_at,"
                            + " account_id) values (0, ?, ?, '1.0', 'success', now(), ?)",
                    draft.id(),
                    draft.members().get("eventType"),
                    account);
            sql.run("select tidemark.sequence_step(100)");
        }
    }

    /** A stretch of time, for what is only to be seen once it is over. */
    private record Elapsed(long start, Duration duration) {
        Elapsed(Duration duration) {
            this(System.nanoTime(), duration);
        }

        boolean isOver() {
            return System.nanoTime() - start > duration.toNanos();
        }
    }
}
