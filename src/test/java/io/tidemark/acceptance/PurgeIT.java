package io.tidemark.acceptance;

import static io.tidemark.acceptance.Streams.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Sql;
import io.tidemark.testing.Token;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Early purges on a log that keeps everything by itself: old partitions of 100 events, whole ones only. */
class PurgeIT {
    private static final String PURGES = "/api/v1/purges";
    private static final String OPEN = "update tidemark.purge set expires_at = requested_at + interval '1 microsecond',"
            + " approved_by = null, approved_at = null where finished_at is null";

    private static OldLog old;
    private static Node node;
    private static Api anne;
    private static Api bert;

    @BeforeAll
    static void start() throws SQLException {
        old = OldLog.of(6, 100);
        node = old.node("purge")
                .variable("tidemark.retention.purge", "true")
                .variable("tidemark.retention.token-life", "PT1H")
                .start();
        anne = admin("anne");
        bert = admin("bert");
    }

    @AfterAll
    static void stop() {
        if (node != null) node.close();
    }

    /** The next test begins without a purge that waits. */
    @AfterEach
    void expireAll() throws SQLException {
        old.run(OPEN);
    }

    @Test
    void runsWhenTwoAdministratorsAgree() throws SQLException {
        long oldest = old.oldest();
        String id = requested(oldest + 150);
        old.awaitRun();
        assertThat(old.oldest()).as("before it is approved").isEqualTo(oldest);

        Api.Answer approved = bert.post(PURGES + "/" + id + "/approve");

        assertThat(approved.status()).as(approved.body()).isEqualTo(200);
        assertThat(approved.json().path("approvedBy").asString()).isEqualTo("bert");
        Await.until("dropped partition", SOON, () -> old.tablesBelow(oldest + 100), count -> count == 0);
        old.awaitRun();
        assertThat(old.oldest()).as("whole partitions only").isEqualTo(oldest + 100);
        assertThat(find(id).path("state").asString()).isEqualTo("finished");
        assertThat(lastEvent("audit.purge.request").path("accountId").asString())
                .isEqualTo("anne");
        assertThat(lastEvent("audit.purge.approve").path("accountId").asString())
                .isEqualTo("bert");
        JsonNode told = lastEvent("audit.purge").path("metadata");
        assertThat(told.path("first").asLong()).isEqualTo(oldest);
        assertThat(told.path("last").asLong()).isEqualTo(oldest + 99);
        assertThat(told.path("reason").asString()).isEqualTo("purge");
        assertThat(told.path("purgeId").asString()).isEqualTo(id);
        assertThat(told.path("requestedBy").asString()).isEqualTo("anne");
        assertThat(told.path("approvedBy").asString()).isEqualTo("bert");
    }

    @Test
    void refusesOnesOwnApprovalInTheDatabaseToo() throws SQLException {
        long oldest = old.oldest();
        String id = requested(oldest + 99);

        Refusal.of(anne.post(PURGES + "/" + id + "/approve")).is(409, "not-purgeable");
        assertThat(anne.post(PURGES + "/" + id + "/approve").json().path("rule").asString())
                .isEqualTo("own");
        // Another session of the same account is the same administrator.
        assertRule("own", admin("anne").post(PURGES + "/" + id + "/approve"));
        try (Connection owner = old.schema().asOwner()) {
            assertThatThrownBy(() -> new Sql(owner)
                            .run("update tidemark.purge set approved_by = 'anne', approved_at = requested_at"
                                    + " where id = '" + id + "'"))
                    .hasMessageContaining("purge_four_eyes");
        }
        old.awaitRun();
        assertThat(old.oldest()).isEqualTo(oldest);
        assertThat(find(id).path("state").asString()).isEqualTo("requested");
    }

    @Test
    void refusesASecondOneWhileOneWaits() throws SQLException {
        requested(old.oldest() + 99);

        assertRule("pending", bert.postJson(PURGES, body(old.oldest() + 99)));
    }

    @Test
    void refusesAnApprovalThatComesTooLateOrTwice() throws SQLException {
        long oldest = old.oldest();
        String late = requested(oldest + 99);
        old.run(OPEN);
        assertRule("expired", bert.post(PURGES + "/" + late + "/approve"));
        assertThat(find(late).path("state").asString()).isEqualTo("expired");

        UUID hold = hold();
        old.run("insert into tidemark.purge (id, last_seq, reason, requested_by, expires_at, approved_by, approved_at)"
                + " values ('" + hold + "', " + (oldest + 99)
                + ", 'r', 'anne', clock_timestamp() + interval '1 hour', 'bert', clock_timestamp())");
        assertRule("approved", admin("carl").post(PURGES + "/" + hold + "/approve"));
        release(hold);
    }

    /** Neither asked for nor approved, and one that was approved before does not run. */
    @Test
    void doesNothingUnderAHold() throws SQLException {
        long oldest = old.oldest();
        String id = requested(oldest + 99);
        UUID hold = hold();
        assertRule("held", bert.post(PURGES + "/" + id + "/approve"));

        old.run("update tidemark.purge set approved_by = 'bert', approved_at = clock_timestamp() where id = '" + id
                + "'");
        old.awaitRun();

        assertThat(old.oldest()).isEqualTo(oldest);
        assertThat(find(id).path("state").asString()).isEqualTo("approved");
        old.run(OPEN);
        assertRule("held", anne.postJson(PURGES, body(oldest + 99)));
        release(hold);
    }

    /** It was not run in time: what was agreed on then is not agreed on for ever. */
    @Test
    void doesNotRunWhatHasExpired() throws SQLException {
        long oldest = old.oldest();
        old.run(
                "insert into tidemark.purge (id, last_seq, reason, requested_by, requested_at, expires_at, approved_by, approved_at)"
                        + " values (gen_random_uuid(), " + (oldest + 99)
                        + ", 'r', 'anne', clock_timestamp() - interval '2 hours',"
                        + " clock_timestamp() - interval '1 hour', 'bert', clock_timestamp() - interval '90 minutes')");

        old.awaitRun();

        assertThat(old.oldest()).isEqualTo(oldest);
    }

    @Test
    void refusesWhatIsNoWholePartitionOrTooYoung() throws SQLException {
        assertRule("nothing", anne.postJson(PURGES, body(old.oldest() + 98)));

        // A session of ten years: a revocation of its token must be found for so long.
        old.run(
                "insert into tidemark.session (id, account_id, username, token_id, issued_at, created_at, expires_at, last_seen_at)"
                        + " values ('long', 'a', 'a', 't', now(), now(), now() + interval '10 years', now())");
        assertRule("young", anne.postJson(PURGES, body(old.oldest() + 99)));
        old.run("delete from tidemark.session where id = 'long'");
    }

    @Test
    void refusesWhatIsNoPurge() {
        Refusal.of(anne.postJson(PURGES, "{\"reason\":\"r\"}"))
                .is(400, "invalid-parameter")
                .names("last", "required");
        Refusal.of(anne.postJson(PURGES, "{\"last\":1}"))
                .is(400, "invalid-parameter")
                .names("reason", "length");
        Refusal.of(anne.post(PURGES + "/" + UUID.randomUUID() + "/approve")).is(404, "not-found");
        Refusal.of(anne.post(PURGES + "/x/approve")).is(400, "invalid-parameter");
        for (String role : List.of("audit-reader", "audit-operator", "audit-writer")) {
            Api other = Api.of(node).as(Token.of("other").roles(role).sign());
            Refusal.of(other.postJson(PURGES, body(1))).is(403, "forbidden");
            Refusal.of(other.get(PURGES)).is(403, "forbidden");
        }
    }

    private static String requested(long last) {
        Api.Answer answer = anne.postJson(PURGES, body(last));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.json().path("state").asString()).isEqualTo("requested");
        assertThat(answer.json().path("requestedBy").asString()).isEqualTo("anne");
        return answer.json().path("id").asString();
    }

    private static UUID hold() throws SQLException {
        UUID id = UUID.randomUUID();
        assertThat(old.count("select count(*) from tidemark.hold_place('" + id + "', null, null, 'r', 'counsel') answer"
                        + " where answer = 'done'"))
                .isEqualTo(1);
        return id;
    }

    private static void release(UUID hold) throws SQLException {
        old.run(OPEN);
        old.count("select count(*) from tidemark.hold_release('" + hold + "', 'r', 'counsel')");
    }

    private static JsonNode find(String id) {
        for (JsonNode purge : anne.get(PURGES).json().path("purges")) {
            if (purge.path("id").asString().equals(id)) return purge;
        }
        throw new AssertionError("no purge " + id);
    }

    private static void assertRule(String rule, Api.Answer answer) {
        Refusal.of(answer).is(409, "not-purgeable");
        assertThat(answer.json().path("rule").asString()).isEqualTo(rule);
    }

    private static String body(long last) {
        return "{\"last\":" + last + ",\"reason\":\"the law says so\"}";
    }

    private static Api admin(String account) {
        return Api.of(node)
                .as(Token.of(account)
                        .session(UUID.randomUUID().toString())
                        .roles("audit-admin")
                        .sign());
    }

    private static JsonNode lastEvent(String type) {
        Api reader = Api.of(node).as(Log.readerToken());
        return Await.until(
                        "event " + type,
                        SOON,
                        () -> reader.get("/api/v1/events?limit=1&eventType=" + type)
                                .json()
                                .path("events"),
                        events -> events.size() == 1)
                .get(0);
    }
}
