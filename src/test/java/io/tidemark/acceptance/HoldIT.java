package io.tidemark.acceptance;

import static io.tidemark.acceptance.Streams.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Token;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Of five old partitions of 100 events the third is under a hold from the beginning. The tests go on from each other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HoldIT {
    private static final String HOLDS = "/api/v1/holds";

    private static OldLog old;
    private static Node node;
    private static Api admin;
    private static UUID standing;

    @BeforeAll
    static void start() throws SQLException {
        old = OldLog.of(5, 100);
        standing = UUID.randomUUID();
        old.count("select count(*) from tidemark.hold_place('" + standing + "', 250, 250, 'case 1', 'counsel')");
        node = old.forgetful("hold").start();
        admin = Api.of(node)
                .as(Token.of("admin").session("s").roles("audit-admin").sign());
        Await.until("dropped partitions", SOON, () -> old.tablesBelow(201), count -> count == 0);
    }

    @AfterAll
    static void stop() {
        if (node != null) node.close();
    }

    @Test
    @Order(1)
    void keepsWhatAHoldCoversAndAllThatIsYounger() throws SQLException {
        old.awaitRun();

        assertThat(old.oldest()).isEqualTo(201);
        assertThat(old.count("select count(*) from tidemark.removal")).isEqualTo(2);
        assertThat(old.count("select count(*) from tidemark.log where seq <= 500"))
                .isEqualTo(300);
    }

    @Test
    @Order(2)
    void placesAHoldOnARangeAndTellsSo() {
        Api.Answer placed = admin.postJson(HOLDS, "{\"first\":301,\"last\":302,\"reason\":\"case 2\"}");

        assertThat(placed.status()).as(placed.body()).isEqualTo(201);
        JsonNode hold = placed.json();
        assertThat(hold.path("first").asLong()).isEqualTo(301);
        assertThat(hold.path("last").asLong()).isEqualTo(302);
        assertThat(hold.path("placedBy").asString()).isEqualTo("admin");
        assertThat(hold.has("releasedBy")).isFalse();
        assertThat(admin.get(HOLDS).json().path("holds")).hasSize(2).contains(hold);
        JsonNode event = lastEvent("audit.hold.place");
        assertThat(event.path("accountId").asString()).isEqualTo("admin");
        assertThat(event.path("metadata").path("holdId").asString())
                .isEqualTo(hold.path("id").asString());
        assertThat(event.path("metadata").path("first").asLong()).isEqualTo(301);
        assertThat(event.path("metadata").path("last").asLong()).isEqualTo(302);
        assertThat(event.path("metadata").path("reason").asString()).isEqualTo("case 2");
    }

    @Test
    @Order(3)
    void letsGoOfWhatNoHoldCoversWhenOneIsReleased() throws SQLException {
        Api.Answer released = admin.postJson(HOLDS + "/" + standing + "/release", "{\"reason\":\"case 1 is closed\"}");

        assertThat(released.status()).as(released.body()).isEqualTo(200);
        assertThat(released.json().path("releasedBy").asString()).isEqualTo("admin");
        assertThat(released.json().path("releaseReason").asString()).isEqualTo("case 1 is closed");
        assertThat(lastEvent("audit.hold.release")
                        .path("metadata")
                        .path("holdId")
                        .asString())
                .isEqualTo(standing.toString());
        Await.until("dropped partition", SOON, () -> old.tablesBelow(301), count -> count == 0);
        assertThat(old.oldest()).isEqualTo(301);
        Refusal.of(admin.postJson(HOLDS + "/" + standing + "/release", "{\"reason\":\"again\"}"))
                .is(409, "already-released");
    }

    @ParameterizedTest
    @Order(4)
    @CsvSource({"300,", "1,1000", ",300"})
    void refusesAHoldOnWhatHasGone(Long first, Long last) throws SQLException {
        long before = old.count("select count(*) from tidemark.hold");

        String range =
                (first == null ? "" : "\"first\":" + first + ",") + (last == null ? "" : "\"last\":" + last + ",");
        Refusal.of(admin.postJson(HOLDS, "{" + range + "\"reason\":\"late\"}")).is(410, "cursor-gone");

        assertThat(old.count("select count(*) from tidemark.hold")).isEqualTo(before);
    }

    @Test
    @Order(5)
    void holdsEverythingWithoutARange() throws SQLException {
        Api.Answer all = admin.postJson(HOLDS, "{\"reason\":\"everything\"}");
        assertThat(all.status()).as(all.body()).isEqualTo(201);
        UUID second = UUID.fromString(
                admin.get(HOLDS).json().path("holds").get(1).path("id").asString());
        assertThat(admin.postJson(HOLDS + "/" + second + "/release", "{\"reason\":\"no\"}")
                        .status())
                .isEqualTo(200);

        old.awaitRun();
        assertThat(old.oldest()).isEqualTo(301);
        assertThat(old.tablesBelow(301)).isZero();
        assertThat(old.count("select count(*) from tidemark.log where seq <= 500"))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @Order(6)
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | reason | length",
                "{\"reason\":\" \"} | reason | length",
                "{\"reason\":7} | reason | length",
                "{\"reason\":\"r\",\"first\":0} | first | number",
                "{\"reason\":\"r\",\"first\":\"1\"} | first | number",
                "{\"reason\":\"r\",\"last\":1.5} | last | number",
                "{\"reason\":\"r\",\"first\":500,\"last\":499} | last | range",
                "{\"reason\":\"r\",\"until\":500} | until | unknown"
            })
    void refusesAMemberThatBreaksItsRule(String body, String field, String rule) {
        Refusal.of(admin.postJson(HOLDS, body)).is(400, "invalid-parameter").names(field, rule);
    }

    @Test
    @Order(7)
    void refusesWhoIsNoAdministratorAndWhatIsNoObject() {
        for (String role : List.of("audit-reader", "audit-operator", "audit-writer")) {
            Api other = Api.of(node).as(Token.of("other").roles(role).sign());
            Refusal.of(other.postJson(HOLDS, "{\"reason\":\"r\"}")).is(403, "forbidden");
            Refusal.of(other.get(HOLDS)).is(403, "forbidden");
            Refusal.of(other.get("/api/v1/retention")).is(403, "forbidden");
        }
        Refusal.of(admin.postJson(HOLDS, "[]")).is(400, "malformed");
        Refusal.of(admin.postJson(HOLDS, "{")).is(400, "malformed");
        Refusal.of(admin.postJson(HOLDS + "/" + UUID.randomUUID() + "/release", "{\"reason\":\"r\"}"))
                .is(404, "not-found");
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
