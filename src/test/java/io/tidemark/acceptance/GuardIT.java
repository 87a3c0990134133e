package io.tidemark.acceptance;

import static io.tidemark.acceptance.Streams.SOON;
import static io.tidemark.acceptance.Streams.assertNothingAbove;
import static io.tidemark.acceptance.Streams.assertRevoked;
import static io.tidemark.acceptance.Streams.awaitEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.acceptance.Ledger.Draft;
import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.SseReader;
import io.tidemark.testing.Token;
import io.tidemark.testing.Transport;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Once a revocation has position R, the reader it concerns is sent nothing above R. Two writers write all the time. */
class GuardIT {
    private static final int AROUND = 40;

    private static Node node;
    private static Ledger ledger;
    private static Traffic traffic;

    @BeforeAll
    static void open() {
        node = Servers.node();
        ledger = new Ledger(node, Servers.database());
        traffic = new Traffic(ledger);
    }

    @AfterAll
    static void close() {
        traffic.close();
        assertThat(traffic.refused()).isZero();
    }

    /** A row of the closing table: how the event names a person's access, and whom else it concerns or spares. */
    record Row(String name, String type, String reason, Function<Person, UnaryOperator<Draft>> naming, Reach reach) {
        Draft revoking(Person person) {
            return naming.apply(person).apply(Draft.of(type));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    enum Reach {
        SESSION(true, false),
        TOKEN(false, false),
        ACCOUNT(true, true);

        final boolean otherTokens;
        final boolean otherSessions;

        Reach(boolean otherTokens, boolean otherSessions) {
            this.otherTokens = otherTokens;
            this.otherSessions = otherSessions;
        }
    }

    static Stream<Row> closingTable() {
        List<Row> rows = new ArrayList<>(List.of(
                row("session_revoke", "session", Reach.SESSION, p -> d -> d.metadata(Map.of("sessionId", p.session()))),
                row("logout", "session", Reach.SESSION, p -> d -> d.metadata(Map.of("sessionId", p.session()))),
                row("logout", "session", Reach.SESSION, p -> d -> d.with("sessionId", p.session())),
                row("token_revoke", "token", Reach.TOKEN, p -> d -> d.metadata(Map.of("tokenId", p.jti()))),
                row(
                        "role_grant_revoke",
                        "role",
                        Reach.ACCOUNT,
                        p -> d -> d.with("targetAccountId", p.account())
                                .metadata(Map.of("role", "audit-reader", "roleGrantId", "g1"))),
                row(
                        "role_grant_revoke",
                        "role",
                        Reach.ACCOUNT,
                        p -> d -> d.with("accountId", p.account())
                                .metadata(Map.of("role", "audit-reader", "roleGrantId", "g1")))));
        for (String type : List.of(
                "session_revoke_all", "token_revoke_all", "password_change", "account_delete", "account_purge")) {
            rows.add(row(
                    type,
                    "account",
                    Reach.ACCOUNT,
                    p -> d -> d.with("targetAccountId", p.account()).with("accountId", "an-administrator")));
            rows.add(row(type, "account", Reach.ACCOUNT, p -> d -> d.with("accountId", p.account())));
        }
        return rows.stream();
    }

    private static Row row(String type, String reason, Reach reach, Function<Person, UnaryOperator<Draft>> naming) {
        Draft sample =
                naming.apply(new Person("ACCOUNT", "SESSION", "TOKEN")).apply(new Draft(new UUID(0, 0), Map.of()));
        return new Row(type + " " + sample.members(), type, reason, naming, reach);
    }

    static Stream<Arguments> closingTableOfEachTransport() {
        return closingTable()
                .flatMap(row -> Arrays.stream(Transport.values()).map(transport -> Arguments.of(row, transport)));
    }

    @ParameterizedTest
    @MethodSource("closingTableOfEachTransport")
    void closesTheStreamsOfTheTableAndNoOther(Row row, Transport transport) {
        Person victim = Person.somebody();
        Person otherToken = victim.withAnotherToken();
        Person otherSession = victim.inAnotherSession();
        Token token = victim.token();
        try (var first = victim.read(transport, node, token);
                var second = victim.read(transport, node, victim.token());
                var sameSession = otherToken.read(transport, node, otherToken.token());
                var sameAccount = otherSession.read(transport, node, otherSession.token());
                var stranger = Person.somebody()
                        .read(transport, node, Person.somebody().token())) {
            Draft revocation = row.revoking(victim);
            Draft after = Ledger.marker();

            postInTheMiddleOfABlock(revocation);
            long seq = ledger.seq(revocation);
            ledger.append(after);

            assertRevoked(first, seq, row.type(), row.reason());
            assertRevoked(second, seq, row.type(), row.reason());
            if (row.reach().otherTokens) assertRevoked(sameSession, seq, row.type(), row.reason());
            else awaitEvent(sameSession, after);
            if (row.reach().otherSessions) assertRevoked(sameAccount, seq, row.type(), row.reason());
            else awaitEvent(sameAccount, after);
            awaitEvent(stranger, revocation);
            awaitEvent(stranger, after);
            assertRefused(token);
        }
    }

    /** A failed attempt carries ids that an attacker chose. */
    @ParameterizedTest
    @MethodSource("closingTable")
    void closesNothingWhenTheRevocationFailed(Row row) {
        Person victim = Person.somebody();
        try (var stream = reader(victim)) {
            Draft attempt = row.revoking(victim).failed();
            Draft after = Ledger.marker();

            ledger.append(attempt);
            ledger.append(after);

            awaitEvent(stream, attempt);
            awaitEvent(stream, after);
            try (var again = reader(victim)) {
                assertThat(again.status()).isEqualTo(200);
            }
        }
    }

    @Test
    void closesNothingForAnotherRoleOfTheAccount() {
        Person victim = Person.somebody();
        Token reader = victim.token();
        Token admin = victim.token().roles("audit-admin");
        try (var stream = victim.read(node, reader)) {
            Draft revocation = Draft.of("role_grant_revoke")
                    .with("targetAccountId", victim.account())
                    .metadata(Map.of("role", "audit-admin", "roleGrantId", "g1"));
            Draft after = Ledger.marker();

            ledger.append(revocation);
            ledger.append(after);

            awaitEvent(stream, after);
            assertThat(ledger.api(reader).get("/api/v1/events?limit=1").status())
                    .isEqualTo(200);
            assertThat(ledger.api(admin).get("/api/v1/streams").status()).isEqualTo(401);
        }
    }

    /** The other account's administrator is the one who acts, not the one who loses. */
    @Test
    void closesTheTargetAndNotTheActor() {
        Person admin = Person.somebody();
        try (var stream = reader(admin)) {
            Draft revocation = Draft.of("password_change")
                    .with("accountId", admin.account())
                    .with("targetAccountId", Person.somebody().account());
            Draft after = Ledger.marker();

            ledger.append(revocation);
            ledger.append(after);

            awaitEvent(stream, after);
        }
    }

    static Stream<Draft> incompleteRevocations() {
        return Stream.of(
                Draft.of("session_revoke"),
                Draft.of("session_revoke").metadata(Map.of("session", "x")),
                Draft.of("session_revoke").metadata(Map.of("sessionId", "")),
                Draft.of("session_revoke").metadata(Map.of("sessionId", "x".repeat(300))),
                Draft.of("logout"),
                Draft.of("token_revoke").metadata(Map.of("sessionId", "x")),
                Draft.of("session_revoke_all"),
                Draft.of("token_revoke_all").metadata(Map.of("attemptedAccountId", "x")),
                Draft.of("password_change"),
                Draft.of("account_delete").with("targetAccountId", "").with("accountId", ""),
                Draft.of("account_purge"),
                Draft.of("role_grant_revoke").with("targetAccountId", "x"),
                Draft.of("role_grant_revoke").metadata(Map.of("role", "audit-reader", "roleGrantId", "g1")));
    }

    @ParameterizedTest
    @MethodSource("incompleteRevocations")
    void closesNothingAndCountsARevocationThatDoesNotSayWhoseAccess(Draft revocation) {
        Person reader = Person.somebody();
        double before = ledger.metric("tidemark_incomplete_revocations", "");
        try (var stream = reader(reader)) {
            Draft after = Ledger.marker();

            ledger.append(revocation);
            ledger.append(after);

            awaitEvent(stream, after);
            assertThat(ledger.metric("tidemark_incomplete_revocations", "")).isEqualTo(before + 1);
        }
    }

    @Test
    void refusesTheRevokedTokenEverywhereAndTakesOneIssuedInALaterSecond() throws SQLException {
        Person victim = Person.somebody();
        Token old = victim.token().roles("audit-reader", "audit-writer", "audit-admin", "audit-operator");
        assertThat(ledger.api(old).get("/api/v1/sessions").status()).isEqualTo(200);

        Draft revocation = Draft.of("password_change").with("accountId", victim.account());
        Instant recorded = ledger.recordedAt(ledger.append(revocation));

        assertRefused(old);
        Draft unwanted = Ledger.marker();
        assertProblem(ledger.api(old).postJson("/api/v1/events", unwanted.json()));
        assertThat(ledger.number("select count(*) from tidemark.log where id = ?", unwanted.id()))
                .isZero();
        assertProblem(ledger.api(old).get("/api/v1/events"));
        assertProblem(ledger.api(old).get("/api/v1/events/" + revocation.id()));
        assertProblem(ledger.api(old).get("/api/v1/sessions"));
        assertProblem(ledger.api(old).delete("/api/v1/sessions/" + victim.session()));
        assertProblem(ledger.api(old).post("/api/v1/accounts/" + victim.account() + "/revoke-sessions"));
        assertProblem(ledger.api(old).get("/api/v1/streams"));

        Token sameSecond = victim.inAnotherSession().token().issuedAt(recorded.truncatedTo(ChronoUnit.SECONDS));
        assertRefused(sameSecond);

        Instant nextSecond = recorded.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        Await.until("next second", SOON, () -> !Clock.systemUTC().instant().isBefore(nextSecond));
        Person back = victim.inAnotherSession();
        try (var stream = back.read(node, back.token().issuedAt(nextSecond))) {
            assertThat(stream.status()).isEqualTo(200);
            Draft after = Ledger.marker();
            ledger.append(after);
            awaitEvent(stream, after);
        }
        assertRefused(old);
    }

    private static SseReader reader(Person person) {
        SseReader reader = person.read(node, person.token());
        assertThat(reader.status()).as(reader.text()).isEqualTo(200);
        return reader;
    }

    /** Events before and after it in one transaction get their positions in one step. */
    private static void postInTheMiddleOfABlock(Draft revocation) {
        List<Draft> block = new ArrayList<>();
        for (int i = 0; i < AROUND; i++) block.add(Ledger.marker());
        block.add(AROUND / 4, revocation);
        ledger.post(block.toArray(Draft[]::new));
    }

    private static void assertRefused(Token token) {
        for (Transport transport : Transport.values()) {
            try (var stream = transport.read(node, token.sign())) {
                assertThat(stream.status()).as(stream.text()).isEqualTo(401);
                assertThat(stream.header("Content-Type")).startsWith("application/problem+json");
                assertThat(stream.header("WWW-Authenticate")).startsWith("Bearer");
                assertThat(stream.problem().path("type").asString()).isEqualTo("https://tidemark.io/problems/revoked");
                assertNothingAbove(stream, 0);
            }
        }
    }

    private static void assertProblem(Api.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.json().path("type").asString()).isEqualTo("https://tidemark.io/problems/revoked");
    }
}
