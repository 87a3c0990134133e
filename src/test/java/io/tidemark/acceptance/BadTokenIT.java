package io.tidemark.acceptance;

import static io.tidemark.acceptance.Callers.EVENTS;
import static io.tidemark.acceptance.Callers.SOON;
import static io.tidemark.acceptance.Callers.STREAM;
import static io.tidemark.acceptance.Callers.nobody;
import static io.tidemark.acceptance.Callers.someone;
import static io.tidemark.acceptance.Callers.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Await;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Token;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is refused, whatever the request. */
class BadTokenIT {

    private static final List<String> ROLES = List.of("audit-reader", "audit-writer", "audit-operator", "audit-admin");

    static Stream<Arguments> endpoints() {
        return Stream.of(
                Arguments.of("POST", EVENTS, "audit-writer"),
                Arguments.of("GET", EVENTS, "audit-reader"),
                Arguments.of("GET", EVENTS + "/" + UUID.randomUUID(), "audit-reader"),
                Arguments.of("GET", STREAM, "audit-reader"),
                Arguments.of("GET", "/api/v1/sessions", "audit-admin"),
                Arguments.of("DELETE", "/api/v1/sessions/" + "0".repeat(64), "audit-admin"),
                Arguments.of("POST", "/api/v1/accounts/nobody-at-all/revoke-sessions", "audit-admin"),
                Arguments.of("GET", "/api/v1/streams", "audit-admin"));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void asksForAToken(String method, String path, String role) {
        var answer = nobody().send(method, path, "application/json", BodyPublishers.ofString("{}"));

        Refusal.of(answer).is(401, "unauthorized");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void asksForTheRoleThatNoOtherImplies(String method, String path, String role) {
        var others = ROLES.stream().filter(other -> !other.equals(role)).toArray(String[]::new);
        for (var token : List.of(token(others), token(), token(role.toUpperCase(Locale.ROOT)))) {
            var answer = nobody().as(token).send(method, path, "application/json", BodyPublishers.ofString("{}"));

            Refusal.of(answer).is(403, "forbidden");
            assertThat(answer.json().path("rule").asString()).isEqualTo(role);
        }
    }

    static Stream<Arguments> tokens() {
        var good = Token.of(someone()).roles("audit-reader");
        var parts = good.sign().split("\\.", -1);
        var now = Instant.now();
        return Stream.of(
                Arguments.of("signed by a foreign key", good.signForeign()),
                Arguments.of(
                        "expired a second ago",
                        good.issuedAt(now.minusSeconds(61))
                                .expiresIn(Duration.ofSeconds(60))
                                .sign()),
                Arguments.of(
                        "expired an hour ago",
                        good.issuedAt(now.minusSeconds(7_200))
                                .expiresIn(Duration.ofHours(1))
                                .sign()),
                Arguments.of(
                        "for another audience",
                        good.claim("aud", List.of("another")).sign()),
                Arguments.of(
                        "of another issuer",
                        good.claim("iss", "http://another.test").sign()),
                Arguments.of("without an issuer", good.claim("iss", null).sign()),
                Arguments.of("without a subject", good.claim("sub", null).sign()),
                Arguments.of("without session and id", good.claim("jti", null).sign()),
                Arguments.of("without an expiry", good.claim("exp", null).sign()),
                Arguments.of("without a signature", parts[0] + "." + parts[1] + "."),
                Arguments.of("of algorithm none", base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + "."),
                Arguments.of(
                        "with other claims",
                        parts[0] + "." + base64("{\"sub\":\"x\",\"groups\":[\"audit-reader\"]}") + "." + parts[2]),
                Arguments.of(
                        "with an account of 256 characters",
                        Token.of("a".repeat(256)).roles("audit-reader").sign()),
                Arguments.of("no token at all", "secret-" + UUID.randomUUID()),
                Arguments.of("empty", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tokens")
    void refusesATokenThatIs(String what, String token) {
        for (String path : List.of(EVENTS, STREAM)) {
            var answer = nobody().as(token).get(path);

            Refusal.of(answer).is(401, "unauthorized");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
            if (!token.isEmpty()) {
                assertThat(answer.body()).doesNotContain(token);
                assertThat(Servers.node().logs()).doesNotContain(token);
            }
        }
    }

    /** The tolerance for clocks that differ must not lend a token more life. */
    @Test
    void refusesATokenFromTheSecondOfItsExpiry() {
        var now = Instant.now();
        var token = Token.of(someone())
                .roles("audit-reader")
                .issuedAt(now.minusSeconds(60))
                .expiresIn(Duration.ofSeconds(62))
                .sign();
        assertThat(nobody().as(token).get(EVENTS + "?limit=1").status()).isEqualTo(200);

        var refused = Await.until(
                "expiry",
                SOON,
                () -> {
                    boolean expired = !Instant.now().isBefore(now.plusSeconds(2));
                    var answer = nobody().as(token).get(EVENTS + "?limit=1");
                    assertThat(expired && answer.status() == 200)
                            .as("taken after its expiry")
                            .isFalse();
                    return answer;
                },
                answer -> answer.status() != 200);

        Refusal.of(refused).is(401, "unauthorized");
    }

    @Test
    void keepsTheTokenOutOfItsLog() {
        String token = token("audit-reader");

        nobody().as(token).get(EVENTS + "?limit=1");
        nobody().as(token).get(EVENTS + "?limit=0");
        nobody().as(token).get("/api/v1/sessions");
        nobody().get(EVENTS + "?access_token=" + token);

        assertThat(Servers.node().logs()).doesNotContain(token).doesNotContain(token.split("\\.", -1)[2]);
    }

    @Test
    void takesNothingInThePlaceOfABearerToken() {
        String token = token("audit-reader");
        String basic = "Basic " + Base64.getEncoder().encodeToString("auditor1:auditor1".getBytes(UTF_8));
        for (var disguised : List.of(
                nobody().with("Authorization", basic),
                nobody().with("Authorization", token),
                nobody().with("Authorization", "Token " + token),
                nobody().with("Cookie", "Bearer=" + token + "; access_token=" + token + "; LtpaToken2=" + token),
                nobody().with("X-Authorization", "Bearer " + token))) {
            Refusal.of(disguised.get(EVENTS)).is(401, "unauthorized");
            Refusal.of(disguised.get(STREAM)).is(401, "unauthorized");
        }
        Refusal.of(nobody().get(EVENTS + "?access_token=" + token)).is(401, "unauthorized");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
