package io.tidemark.acceptance;

import static io.tidemark.acceptance.Streams.SOON;
import static io.tidemark.acceptance.Streams.awaitEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.acceptance.Ledger.Draft;
import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What operators see of a node that is well. */
class HealthIT {
    private final Node node = Servers.node();
    private final Ledger ledger = new Ledger(node, Servers.database());

    @Test
    void isReadyWithDatabaseTailSequencerAndEmitter() {
        long seq = ledger.append(Ledger.marker());

        JsonNode ready = health("ready");

        assertThat(ready.path("checks"))
                .extracting(check -> check.path("name").asString())
                .contains("tidemark.database", "tidemark.tail", "tidemark.sequencer", "tidemark.emit");
        assertThat(ready.path("checks"))
                .allSatisfy(check -> assertThat(check.path("status").asString()).isEqualTo("UP"));
        assertThat(check(ready, "tidemark.database").path("data").path("head").asLong())
                .isGreaterThanOrEqualTo(seq);
        assertThat(check(ready, "tidemark.tail").path("data").path("silenceMs").asLong())
                .isBetween(0L, 5_000L);
        assertThat(check(ready, "tidemark.sequencer").path("data").has("lastStepMs"))
                .isTrue();
        assertThat(check(ready, "tidemark.emit")
                        .path("data")
                        .path("failedInARow")
                        .asInt())
                .isZero();
    }

    @Test
    void livesWithItsThreads() {
        assertThat(check(health("live"), "tidemark.threads").path("status").asString())
                .isEqualTo("UP");
    }

    @Test
    void hasStartedWhenItFollowsTheLog() {
        assertThat(check(health("started"), "tidemark.started").path("status").asString())
                .isEqualTo("UP");
    }

    @Test
    void countsWhatComesIn() {
        double emitted = ledger.metric("tidemark_emitted_events", "");
        double sequenced = ledger.metric("tidemark_sequenced_events", "");

        ledger.append(Ledger.marker());

        assertThat(ledger.metric("tidemark_emitted_events", "")).isGreaterThanOrEqualTo(emitted + 1);
        Await.until(
                "sequenced event",
                SOON,
                () -> ledger.metric("tidemark_sequenced_events", ""),
                now -> now >= sequenced + 1);
    }

    @Test
    void countsDriftAndStoresTheEventAllTheSame() {
        double unknown = ledger.metric("tidemark_unknown_type_events", "");
        double misfit = ledger.metric("tidemark_misfit_metadata_events", "");

        ledger.append(Draft.of("test.unknown"));
        ledger.append(Draft.of("login").metadata(Map.of("username", 7)));

        assertThat(ledger.metric("tidemark_unknown_type_events", "")).isGreaterThanOrEqualTo(unknown + 1);
        assertThat(ledger.metric("tidemark_misfit_metadata_events", "")).isGreaterThanOrEqualTo(misfit + 1);
    }

    @Test
    void countsStreamsDeliveriesAndEnds() {
        Person person = Person.somebody();
        double streams = ledger.metric("tidemark_streams", "");
        double deliveries = ledger.metric("tidemark_stream_deliveries", "");
        double revoked = ledger.metric("tidemark_closed_streams", "reason=\"revoked\"");
        try (var one = person.read(node, person.token());
                var two = person.read(node, person.token())) {
            Draft event = Ledger.marker();
            ledger.append(event);
            awaitEvent(one, event);
            awaitEvent(two, event);

            assertThat(ledger.metric("tidemark_streams", "")).isGreaterThanOrEqualTo(2);
            assertThat(ledger.metric("tidemark_stream_deliveries", "")).isGreaterThanOrEqualTo(deliveries + 2);
            ledger.append(Draft.of("password_change").with("accountId", person.account()));
            one.awaitEnd(SOON);
            two.awaitEnd(SOON);

            assertThat(ledger.metric("tidemark_closed_streams", "reason=\"revoked\""))
                    .isEqualTo(revoked + 2);
            assertThat(ledger.metric("tidemark_streams", "")).isLessThanOrEqualTo(streams);
        }
    }

    @Test
    void countsRefusalsByReason() {
        double before = ledger.metric("tidemark_refused_requests", "reason=\"unauthorized\"");
        double unknown = ledger.metric("tidemark_refused_requests", "reason=\"unknown-parameter\"");

        assertThat(Api.of(node).get("/api/v1/events").status()).isEqualTo(401);
        assertThat(ledger.api(Person.somebody().token())
                        .get("/api/v1/events?nonsense=1")
                        .status())
                .isEqualTo(400);

        assertThat(ledger.metric("tidemark_refused_requests", "reason=\"unauthorized\""))
                .isGreaterThanOrEqualTo(before + 1);
        assertThat(ledger.metric("tidemark_refused_requests", "reason=\"unknown-parameter\""))
                .isGreaterThanOrEqualTo(unknown + 1);
    }

    /** A row of a transaction in doubt is nobody's backlog; what committed and has no position is. */
    @Test
    void showsDepthAndAgeOfTheInbox() throws SQLException {
        String lock = "select from tidemark.sequencer for update";
        try (var connection = Servers.database().asOwner();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(lock);
            Draft waiting =
                    Draft.of("test.waiting").with("requestId", UUID.randomUUID().toString());
            ledger.post(waiting);

            Await.until("depth", SOON, () -> ledger.metric("tidemark_inbox_events", ""), depth -> depth >= 1);
            Await.until("age", SOON, () -> ledger.metric("tidemark_inbox_age_seconds", ""), age -> age > 0.1);

            connection.rollback();
            ledger.seq(waiting);
        }
        Await.until("empty inbox", SOON, () -> ledger.metric("tidemark_inbox_events", ""), depth -> depth == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tidemark_emitted_events",
                "tidemark_failed_events",
                "tidemark_unknown_type_events",
                "tidemark_misfit_metadata_events",
                "tidemark_dropped_payloads",
                "tidemark_sequenced_events",
                "tidemark_inbox_events",
                "tidemark_inbox_age_seconds",
                "tidemark_streams",
                "tidemark_stream_deliveries",
                "tidemark_stream_lag_events",
                "tidemark_incomplete_revocations",
                "tidemark_closed_streams",
                "tidemark_refused_requests"
            })
    void shows(String metric) {
        assertThat(Api.of(node).get("/metrics").body().lines()).anyMatch(line -> line.startsWith(metric + "{"));
    }

    private JsonNode health(String kind) {
        Api.Answer answer = Api.of(node).get("/health/" + kind);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("status").asString()).isEqualTo("UP");
        return answer.json();
    }

    private static JsonNode check(JsonNode health, String name) {
        for (JsonNode check : health.path("checks")) {
            if (check.path("name").asString().equals(name)) return check;
        }
        throw new AssertionError("no check " + name + " in " + health);
    }
}
