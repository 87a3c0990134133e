package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the server publishes is what it holds. */
class LimitsIT {
    private static final Log LOG = new Log(Servers.node());

    @ParameterizedTest
    @CsvSource({
        "/page/max, /api/v1/events?limit=",
        "/stats/groups/max, /api/v1/events/stats?by=ip&limit=",
        "/stream/maxLast, /api/v1/stream?after=0&last="
    })
    void refusesOneMoreThanTheLargestNumber(String limit, String path) {
        int max = limits().at(limit).asInt();

        Api.Answer answer = LOG.reader().get(path + (max + 1));

        assertThat(answer.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"/page/max, /api/v1/events?limit=", "/stats/groups/max, /api/v1/events/stats?by=ip&limit="})
    void takesTheLargestNumber(String limit, String path) {
        assertThat(LOG.reader().get(path + limits().at(limit).asInt()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "eventType, eventType",
        "name, operation",
        "name, ip",
        "name, accountId",
        "text, errorMessage",
        "text, userAgent",
        "email, actor.email"
    })
    void takesTheLongestMemberAndRefusesALongerOne(String limit, String member) {
        int max = limits().path("event").path(limit).asInt();

        assertThat(post(event(member, "x".repeat(max))).status()).isEqualTo(201);
        Api.Answer refused = post(event(member, "x".repeat(max + 1)));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("field").asString()).isEqualTo(member);
    }

    @Test
    void takesTheLargestMetadataAndRefusesLarger() {
        int max = limits().path("event").path("metadataBytes").asInt();
        int frame = "{\"a\":\"\"}".length();

        assertThat(post(metadata("x".repeat(max - frame))).status()).isEqualTo(201);
        assertThat(post(metadata("x".repeat(max - frame + 1))).status()).isEqualTo(400);
    }

    @Test
    void refusesALineThatIsLonger() {
        int max = limits().path("ingest").path("lineBytes").asInt();
        String line = "{\"eventType\":\"model.limits\"}";
        Api writer = writer();

        assertThat(writer.post("/api/v1/events", "application/x-ndjson", line + " ".repeat(max - line.length()))
                        .status())
                .isEqualTo(201);
        assertThat(writer.post("/api/v1/events", "application/x-ndjson", line + " ".repeat(max - line.length() + 1))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void listsTheTypesWithTheirSchemas() {
        JsonNode types = LOG.reader().get("/api/v1/event-types").json().path("eventTypes");

        List<String> names = new ArrayList<>();
        types.forEach(type -> names.add(type.path("name").asString()));
        assertThat(names).contains("login", "role_grant_revoke", "audit.export").isSorted();
        JsonNode revoke = types.get(names.indexOf("role_grant_revoke"));
        assertThat(revoke.path("metadataRequired").asBoolean()).isTrue();
        assertThat(revoke.at("/schema/properties/role/type").asString()).isEqualTo("string");
        JsonNode logout = types.get(names.indexOf("logout"));
        assertThat(logout.path("metadataRequired").asBoolean(true)).isFalse();
        assertThat(logout.has("schema")).isFalse();
    }

    private static JsonNode limits() {
        return LOG.reader().get("/api/v1/limits").json();
    }

    private static Api writer() {
        return Api.of(LOG.node())
                .as(Token.of("writer-" + UUID.randomUUID())
                        .roles("audit-writer")
                        .sign());
    }

    private static Api.Answer post(ObjectNode event) {
        return writer().postJson("/api/v1/events", event.toString());
    }

    private static ObjectNode event(String member, String value) {
        ObjectNode event = Log.JSON.createObjectNode().put("eventType", "model.limits");
        if (member.startsWith("actor.")) event.withObject("actor").put(member.substring(6), value);
        else event.put(member, value);
        return event;
    }

    private static ObjectNode metadata(String value) {
        ObjectNode event = event("service", "limits");
        event.withObject("metadata").put("a", value);
        return event;
    }
}
