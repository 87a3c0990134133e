package io.tidemark.acceptance;

import static io.tidemark.acceptance.Streams.SOON;
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
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SessionsIT {
    private final Node node = Servers.node();
    private final Ledger ledger = new Ledger(node, Servers.database());
    private final String adminAccount = "admin-" + UUID.randomUUID();
    private final Api admin =
            ledger.api(Token.of(adminAccount).session(adminAccount).roles("audit-admin"));

    @Test
    void listsActiveSessionsOfAnAccountNewestFirst() {
        Person first = Person.somebody();
        Person second = first.inAnotherSession();
        Person revoked = first.inAnotherSession();
        Person expired = first.inAnotherSession();
        Token lasting = first.token().claim("upn", "first@example.org");
        visit(lasting);
        visit(second.token());
        visit(revoked.token());
        Token brief = expired.token().expiresIn(Duration.ofSeconds(5));
        visit(brief);
        ledger.append(Draft.of("logout").metadata(Map.of("sessionId", revoked.session())));
        Instant expiry = brief.issuedAt().plusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
        Await.until("expiry", SOON, () -> !Clock.systemUTC().instant().isBefore(expiry));

        JsonNode listed = sessions(first.account());

        assertThat(listed)
                .extracting(session -> session.path("id").asString())
                .containsExactly(second.session(), first.session());
        JsonNode session = listed.get(1);
        assertThat(session.propertyNames())
                .containsExactlyInAnyOrder(
                        "id", "accountId", "username", "createdAt", "expiresAt", "lastSeenAt", "streams");
        assertThat(session.path("accountId").asString()).isEqualTo(first.account());
        assertThat(session.path("username").asString()).isEqualTo("first@example.org");
        assertThat(session.path("streams").asInt()).isZero();
        assertThat(time(session, "expiresAt"))
                .isEqualTo(lasting.issuedAt().plus(Duration.ofMinutes(10)).truncatedTo(ChronoUnit.SECONDS));
        assertThat(time(session, "createdAt"))
                .isBeforeOrEqualTo(time(session, "lastSeenAt"))
                .isBetween(
                        lasting.issuedAt().minusSeconds(5),
                        Clock.systemUTC().instant().plusSeconds(5));
    }

    @Test
    void listsAllAccountsWithoutAFilter() {
        Person one = Person.somebody();
        Person other = Person.somebody();
        visit(one.token());
        visit(other.token());

        JsonNode listed = admin.get("/api/v1/sessions").json().path("sessions");

        assertThat(listed)
                .extracting(session -> session.path("id").asString())
                .containsSubsequence(other.session(), one.session());
        assertThat(listed.size()).isLessThanOrEqualTo(200);
        List<Instant> created = new ArrayList<>();
        listed.forEach(session -> created.add(time(session, "createdAt")));
        assertThat(created).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void countsTheOpenStreamsOfASession() {
        Person person = Person.somebody();
        try (var one = person.read(node, person.token());
                var two = person.read(node, person.token())) {
            assertThat(List.of(one.status(), two.status())).containsOnly(200);
            assertThat(sessions(person.account()).get(0).path("streams").asInt())
                    .isEqualTo(2);
        }
    }

    /** A session goes on when its holder gets a new token: only what was revoked since then counts. */
    @Test
    void listsARevokedSessionAgainWhenItComesBackWithANewerToken() throws SQLException {
        Person person = Person.somebody();
        visit(person.token());
        long seq = ledger.append(Draft.of("session_revoke").metadata(Map.of("sessionId", person.session())));
        assertThat(sessions(person.account()).size()).isZero();
        Instant later = ledger.recordedAt(seq).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        Await.until("next second", SOON, () -> !Clock.systemUTC().instant().isBefore(later));

        visit(person.withAnotherToken().token().issuedAt(later));

        assertThat(sessions(person.account()).size()).isEqualTo(1);
    }

    @Test
    void revokesOneSession() {
        Person person = Person.somebody();
        Person other = person.inAnotherSession();
        Token token = person.token();
        try (var stream = person.read(node, token);
                var sameAccount = other.read(node, other.token())) {
            Api.Answer answer = admin.delete("/api/v1/sessions/" + person.session());

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().path("revoked").asBoolean()).isTrue();
            long seq = answer.json().path("seq").asLong();
            assertRevoked(stream, seq, "session_revoke", "session");
            assertRefused(token);
            Draft after = Ledger.marker();
            ledger.append(after);
            awaitEvent(sameAccount, after);
            JsonNode event = event(seq);
            assertThat(event.path("eventType").asString()).isEqualTo("session_revoke");
            assertThat(event.path("accountId").asString()).isEqualTo(adminAccount);
            assertThat(event.path("targetAccountId").asString()).isEqualTo(person.account());
            assertThat(event.path("metadata").path("sessionId").asString()).isEqualTo(person.session());
            assertThat(sessions(person.account())).hasSize(1);
        }
    }

    @Test
    void knowsNoOtherSession() {
        for (String id : List.of("0".repeat(64), "nobody")) {
            Api.Answer answer = admin.delete("/api/v1/sessions/" + id);
            assertThat(answer.status()).as(answer.body()).isEqualTo(404);
            assertThat(answer.json().path("type").asString()).isEqualTo("https://tidemark.io/problems/not-found");
        }
    }

    @Test
    void revokesAllSessionsOfAnAccount() {
        Person person = Person.somebody();
        Person second = person.inAnotherSession();
        Person stranger = Person.somebody();
        try (var one = person.read(node, person.token());
                var two = second.read(node, second.token());
                var spared = stranger.read(node, stranger.token())) {
            Api.Answer answer = admin.post("/api/v1/accounts/" + person.account() + "/revoke-sessions");

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().path("revoked").asInt()).isEqualTo(2);
            long seq = answer.json().path("seq").asLong();
            assertRevoked(one, seq, "session_revoke_all", "account");
            assertRevoked(two, seq, "session_revoke_all", "account");
            Draft after = Ledger.marker();
            ledger.append(after);
            awaitEvent(spared, after);
            assertThat(sessions(person.account())).isEmpty();
        }
    }

    @Test
    void revokesTheTokensOfAnAccountThatWasNeverHere() {
        Person person = Person.somebody();
        Token early = person.token();

        Api.Answer answer = admin.post("/api/v1/accounts/" + person.account() + "/revoke-sessions");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("revoked").asInt()).isZero();
        assertThat(event(answer.json().path("seq").asLong())
                        .path("targetAccountId")
                        .asString())
                .isEqualTo(person.account());
        assertRefused(early);
    }

    @Test
    void listsTheOpenStreamsNewestFirst() {
        Person person = Person.somebody();
        Draft start = Ledger.marker();
        long head = ledger.append(start);
        Instant before = Clock.systemUTC().instant();
        try (var all = person.read(node, person.token());
                var filtered = SseReader.open(
                        node,
                        Person.STREAM + "?after=" + (head - 1) + "&eventType=login*&outcome=failure",
                        person.token().sign())) {
            Draft event = Ledger.marker();
            long seq = ledger.append(event);
            awaitEvent(all, event);

            List<JsonNode> mine = Await.until(
                    "both at the head",
                    SOON,
                    () -> streamsOf(person),
                    streams -> streams.size() == 2
                            && streams.stream()
                                    .allMatch(stream -> stream.path("position").asLong() >= seq));

            JsonNode newest = mine.get(0);
            assertThat(newest.propertyNames())
                    .containsExactlyInAnyOrder(
                            "id", "accountId", "sessionId", "transport", "openedAt", "position", "lag", "filter");
            assertThat(newest.path("filter").asString()).isEqualTo("eventType=login*&outcome=failure");
            assertThat(mine.get(1).path("filter").asString()).isEmpty();
            for (JsonNode stream : mine) {
                assertThat(stream.path("sessionId").asString()).isEqualTo(person.session());
                assertThat(stream.path("transport").asString()).isEqualTo("sse");
                assertThat(stream.path("lag").asLong()).isNotNegative();
                assertThat(time(stream, "openedAt")).isAfter(before);
            }
            assertThat(filtered.events()).isEmpty();
        }
        Await.until("closed streams to be noticed", SOON, () -> {
            ledger.append(Ledger.marker());
            return streamsOf(person).stream()
                    .noneMatch(stream -> stream.path("filter").asString().isEmpty());
        });
    }

    private List<JsonNode> streamsOf(Person person) {
        JsonNode answer = admin.get("/api/v1/streams").json();
        assertThat(answer.path("nodeId").asString()).isEqualTo(node.name());
        List<JsonNode> mine = new ArrayList<>();
        answer.path("streams").forEach(stream -> {
            if (stream.path("accountId").asString().equals(person.account())) mine.add(stream);
        });
        return mine;
    }

    private void visit(Token token) {
        assertThat(ledger.api(token).get("/api/v1/events?limit=1").status()).isEqualTo(200);
    }

    private void assertRefused(Token token) {
        Api.Answer answer = ledger.api(token).get("/api/v1/events?limit=1");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("type").asString()).isEqualTo("https://tidemark.io/problems/revoked");
    }

    private JsonNode sessions(String account) {
        Api.Answer answer = admin.get("/api/v1/sessions?account=" + account);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("sessions");
    }

    private JsonNode event(long seq) {
        return ledger.api(Person.somebody().token())
                .get("/api/v1/events?limit=1&after=" + (seq - 1))
                .json()
                .path("events")
                .get(0);
    }

    private static Instant time(JsonNode node, String member) {
        return OffsetDateTime.parse(node.path(member).asString()).toInstant();
    }
}
