package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Token;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Who calls the shared node in these tests: each with an account and a session of its own. */
final class Callers {
    static final String EVENTS = "/api/v1/events";
    static final String STREAM = "/api/v1/stream";
    static final Duration SOON = Duration.ofSeconds(30);

    private Callers() {}

    /** An account, or a session, that no other test has. */
    static String someone() {
        return "w-" + UUID.randomUUID();
    }

    static String token(String... roles) {
        return Token.of(someone()).roles(roles).session(someone()).sign();
    }

    static Api nobody() {
        return Api.of(Servers.node());
    }

    static Api reader() {
        return nobody().as(token("audit-reader"));
    }

    static Api writer() {
        return nobody().as(token("audit-writer"));
    }

    static String json(Map<String, ?> members) {
        return JsonMapper.shared().writeValueAsString(members);
    }

    /** Stores an event of that account; its id. */
    static String post(String account) {
        return postJson(json(Map.of("eventType", "wire_test", "accountId", account)));
    }

    /** Stores an event; its id. */
    static String postJson(String event) {
        var answer = writer().postJson(EVENTS, event);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("ids").path(0).asString();
    }

    /** The position of a stored event, as soon as it has one. */
    static long seqOf(String id) {
        return awaitSeq(reader(), id);
    }

    static long awaitSeq(Api reader, String id) {
        return Await.until("event " + id, SOON, () -> reader.get(EVENTS + "/" + id), found -> found.status() == 200)
                .json()
                .path("seq")
                .asLong();
    }

    /** Stores an event of that account and waits for its position. */
    static long record(String account) {
        return seqOf(post(account));
    }
}
