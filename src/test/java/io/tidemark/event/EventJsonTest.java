package io.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {
    @Test
    void writesEveryMemberInTheOrderOfTheApi() {
        assertThat(EventJson.write(
                        AuditEventTest.full(), 1043L, Instant.parse("2026-11-21T22:10:11.125001Z"), false, null))
                .isEqualTo("{\"seq\":1043,\"id\":\"0199c2f0-0000-7000-8000-000000000001\","
                        + "\"eventType\":\"role_grant_revoke\",\"eventVersion\":\"1.1\",\"outcome\":\"failure\","
                        + "\"occurredAt\":\"2026-11-21T22:10:11.123456Z\",\"recordedAt\":\"2026-11-21T22:10:11.125001Z\","
                        + "\"service\":\"accounts\",\"operation\":\"RoleGrants.revoke\",\"source\":\"app\",\"nodeId\":\"node-1\","
                        + "\"accountId\":\"admin1\",\"actorId\":\"actor1\","
                        + "\"targetAccountId\":\"auditor2\",\"targetActorId\":\"actor2\","
                        + "\"actor\":{\"type\":\"user\",\"displayName\":\"Admin One\",\"email\":\"admin1@example.org\","
                        + "\"clientId\":\"console\",\"realm\":\"main\"},"
                        + "\"target\":{\"type\":\"role_grant\",\"id\":\"g1\",\"name\":\"Auditor of A\"},"
                        + "\"errorCode\":\"no_right\",\"errorMessage\":\"Not allowed\",\"errorCategory\":\"authz\","
                        + "\"ip\":\"203.0.113.7\",\"userAgent\":\"curl/8\",\"sessionId\":\"5f0d\",\"requestId\":\"r1\","
                        + "\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"durationMs\":12,"
                        + "\"metadata\":{\"role\":\"audit-reader\"},"
                        + "\"replayedFrom\":\"0199c2f0-0000-7000-8000-000000000002\"}");
    }

    @Test
    void leavesOutWhatIsAbsent() {
        assertThat(EventJson.write(AuditEvent.of("login").build()))
                .isEqualTo("{\"eventType\":\"login\",\"eventVersion\":\"1.0\",\"outcome\":\"success\"}");
        assertThat(EventJson.write(AuditEvent.of("login")
                        .target(new Target("doc", null, null))
                        .actor(new Actor(null, null, null, null, "main"))
                        .build()))
                .endsWith("\"actor\":{\"realm\":\"main\"},\"target\":{\"type\":\"doc\"}}");
    }

    @Test
    void keepsTheNullsOfMetadata() {
        assertThat(EventJson.write(
                        AuditEvent.of("invite_create").metadata("email", null).build()))
                .endsWith("\"metadata\":{\"email\":null}}");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T22:10:11Z, 2026-11-21T22:10:11.000000Z",
        "2026-11-21T22:10:11.5Z, 2026-11-21T22:10:11.500000Z",
        "2026-11-21T22:10:11.000001999Z, 2026-11-21T22:10:11.000001Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00.000000Z",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z"
    })
    void writesSixDecimalsAlways(Instant time, String text) {
        assertThat(EventJson.time(time)).isEqualTo(text);
        assertThat(EventJson.write(AuditEvent.of("login").build(), null, time, false, null))
                .contains("\"recordedAt\":\"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "a\rb",
                "a\r\nb",
                "a\u2028b",
                "a\u2029b",
                "a\u0085b",
                "a\tb\u0001",
                "\"\\/",
                "😀",
                "</script>"
            })
    void staysOnOneLineAndLosesNothing(String text) {
        String json = EventJson.write(AuditEvent.of("login")
                .errorMessage(text)
                .actor(new Actor(null, text, null, null, null))
                .metadata(text, text)
                .build());

        assertThat(json).doesNotContain("\n", "\r");
        Map<?, ?> read = EventJson.MAPPER.readValue(json, Map.class);
        assertThat(read.get("errorMessage")).isEqualTo(text);
        assertThat(read.get("actor")).isEqualTo(Map.of("displayName", text));
        assertThat(read.get("metadata")).isEqualTo(Map.of(text, text));
    }

    @Test
    void staysOnOneLineWhateverTheLayoutOfTheMetadata() {
        AuditEvent event = AuditEvent.of("login")
                .metadata(Metadata.parse("{\r\n  \"username\" : \"ada\"\n}\n"))
                .build();

        assertThat(EventJson.write(event)).doesNotContain("\n", "\r").endsWith("  \"username\" : \"ada\" } }");
    }
}
