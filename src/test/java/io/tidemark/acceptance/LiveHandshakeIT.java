package io.tidemark.acceptance;

import static io.tidemark.acceptance.Callers.SOON;
import static io.tidemark.acceptance.Callers.record;
import static io.tidemark.acceptance.Callers.someone;
import static io.tidemark.acceptance.Callers.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Servers;
import io.tidemark.testing.SocketReader;
import io.tidemark.testing.SseRequest;
import io.tidemark.testing.Token;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets a WebSocket, and how everybody else is told that they do not. */
class LiveHandshakeIT {
    private static final String LIVE = "/api/v1/live";

    private final String account = someone();

    @ParameterizedTest
    @CsvSource({
        "after=1&last=1, last, exclusive",
        "last=1001, last, range",
        "after=abc, after, number",
        "after=, after, number",
        "outcome=maybe, outcome, enum",
        "limit=5, limit, unknown",
        "access_token=x, access_token, unknown"
    })
    void refusesAMalformedQuestion(String query, String field, String rule) {
        try (var reader = open("?" + query)) {
            Refusal.of(reader)
                    .is(400, rule.equals("unknown") ? "unknown-parameter" : "invalid-parameter")
                    .names(field, rule);
        }
    }

    @Test
    void refusesACursorThatIsAheadOfTheLog() {
        try (var reader = open("?after=" + (record(account) + 1_000_000))) {
            Refusal.of(reader).is(409, "cursor-ahead");
        }
    }

    @Test
    void refusesWhoMayNotRead() {
        try (var nobody = SseRequest.to(Servers.node(), LIVE).openSocket();
                var cookie = SseRequest.to(Servers.node(), LIVE)
                        .header("Cookie", "LtpaToken2=x; JSESSIONID=y")
                        .openSocket();
                var writer = SocketReader.open(Servers.node(), LIVE, token("audit-writer"));
                var foreign = SocketReader.open(Servers.node(), LIVE, reader().signForeign());
                var offered = offering(reader().signForeign());
                var expired =
                        offering(reader().expiresIn(Duration.ofMinutes(-1)).sign());
                var nonsense = offering("nonsense")) {
            Refusal.of(nobody).is(401, "unauthorized");
            Refusal.of(cookie).is(401, "unauthorized");
            Refusal.of(writer).is(403, "forbidden");
            Refusal.of(foreign).is(401, "unauthorized");
            Refusal.of(offered).is(401, "unauthorized");
            Refusal.of(expired).is(401, "unauthorized");
            Refusal.of(nonsense).is(401, "unauthorized");
            assertThat(nobody.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    @Test
    void refusesWhatIsNoHandshake() {
        Api reader = Callers.reader();
        Api.Answer plain = reader.get(LIVE);
        Refusal.of(plain).is(426, "malformed");
        assertThat(plain.header("Upgrade")).isEqualTo("websocket");
        Refusal.of(reader.post(LIVE)).is(405, "method-not-allowed");
        try (var old = request()
                .header("Sec-WebSocket-Version", "8")
                .header("Upgrade", "websocket")
                .open()) {
            Refusal.of(old).is(426, "malformed");
            assertThat(old.header("Sec-WebSocket-Version")).isEqualTo("13");
        }
    }

    /** As a browser, which can set no header: the token is one of the subprotocols, and is not what the server chooses. */
    @Test
    void takesATokenThatIsOfferedAsASubprotocol() {
        String token = reader().sign();
        try (var reader = offering(token)) {
            assertThat(reader.isOpened()).as(reader.text()).isTrue();
            assertThat(reader.header("Sec-WebSocket-Protocol")).isEqualTo("tidemark");
            assertThat(reader.header("Set-Cookie")).isEmpty();
            long seq = record(account);
            reader.awaitFrame(frame -> frame.is("audit") && frame.seq() == seq, SOON);
        }
        try (var writer = offering(Callers.token("audit-writer"))) {
            Refusal.of(writer).is(403, "forbidden");
        }
        String signature = token.substring(token.lastIndexOf('.'));
        assertThat(Servers.node().logs()).doesNotContain(token, signature);
    }

    private static Token reader() {
        return Token.of(someone()).roles("audit-reader").session(someone());
    }

    private static SocketReader open(String query) {
        return SocketReader.open(Servers.node(), LIVE + query, token("audit-reader"));
    }

    private static SseRequest request() {
        return SseRequest.to(Servers.node(), LIVE)
                .as(token("audit-reader"))
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
    }

    private static SocketReader offering(String token) {
        return SseRequest.to(Servers.node(), LIVE + "?last=0")
                .header("Origin", "https://elsewhere.test")
                .header("Sec-WebSocket-Protocol", "tidemark, bearer." + token)
                .openSocket();
    }
}
