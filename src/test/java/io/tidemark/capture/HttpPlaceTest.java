package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request tells. */
class HttpPlaceTest {
    private final FakeRequest request = new FakeRequest();
    private final HttpPlace place = new HttpPlace(
            request.request(), new RequestSettings(Proxies.of("10.0.0.0/8")), Set.of("teller", "auditor"));

    @Test
    void knowsNothingOfAnAnonymousRequestButWhereItCameFrom() {
        var context = place.context();

        assertThat(context.accountId()).isNull();
        assertThat(context.actorId()).isNull();
        assertThat(context.actor()).isNull();
        assertThat(context.sessionId()).isNull();
        assertThat(context.roles()).isEmpty();
        assertThat(context.ip()).isEqualTo("10.0.0.1");
        assertThat(context.userAgent()).isNull();
        assertThat(context.traceId()).isNull();
        assertThat(context.operation()).isEqualTo("POST /do/*");
    }

    @Test
    void makesARequestIdThatStaysTheSame() {
        var made = place.context().requestId();

        assertThat(made).hasSize(36);
        assertThat(place.context().requestId()).isEqualTo(made);
    }

    @Test
    void readsTheHeaders() {
        request.header("X-Request-Id", "r-1")
                .header("User-Agent", "curl/8")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .header("X-Forwarded-For", "198.51.100.9", "203.0.113.7, 10.0.0.2");

        var context = place.context();

        assertThat(context.requestId()).isEqualTo("r-1");
        assertThat(context.userAgent()).isEqualTo("curl/8");
        assertThat(context.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(context.ip()).isEqualTo("203.0.113.7");
    }

    @Test
    void cutsAndCleansWhatIsTooLongOrDoesNotPrint() {
        request.header("User-Agent", "a\0b\n" + "x".repeat(5_000)).header("X-Request-Id", "\ud800" + "i".repeat(300));

        assertThat(place.context().userAgent()).hasSize(1_024).startsWith("a b x");
        assertThat(place.context().requestId()).hasSize(254).startsWith("iii");
    }

    @ParameterizedTest
    @CsvSource({"' '", "'\0'", "''"})
    void makesARequestIdWhenTheHeaderHasNone(String header) {
        request.header("X-Request-Id", header);

        assertThat(place.context().requestId()).hasSize(36);
    }

    @Test
    void readsAToken() {
        request.principal = FakeToken.of(
                "sub",
                "alice-id",
                "sid",
                "s-1",
                "jti",
                "t-1",
                "upn",
                "alice",
                "name",
                "Alice A.",
                "email",
                "alice@example.com",
                "azp",
                "shop",
                "iss",
                "https://issuer.example",
                "groups",
                Set.of("teller"),
                "act",
                Map.of("sub", "bob-id"));

        var context = place.context();

        assertThat(context.accountId()).isEqualTo("alice-id");
        assertThat(context.actorId()).isEqualTo("bob-id");
        assertThat(context.sessionId()).isEqualTo(SessionHash.of("s-1")).hasSize(64);
        assertThat(context.roles()).containsExactly("teller");
        assertThat(context.actor())
                .hasToString("Actor[type=user, displayName=Alice A., email=alice@example.com, clientId=shop,"
                        + " realm=https://issuer.example]");
    }

    @Test
    void takesTheTokensIdForItsSessionWhenItNamesNone() {
        request.principal = FakeToken.of("sub", "alice-id", "jti", "t-1");

        assertThat(place.context().sessionId()).isEqualTo(SessionHash.of("t-1"));
    }

    @Test
    void readsAnyOtherPrincipalWithTheSessionAndTheRolesOfTheServer() {
        request.caller("carol", "auditor").session = "http-session";

        assertThat(place.context().accountId()).isEqualTo("carol");
        assertThat(place.context().sessionId()).isEqualTo(SessionHash.of("http-session"));
        assertThat(place.context().roles()).containsExactly("auditor");
    }

    @Test
    void seesACallerWhoLogsInWhileTheRequestRuns() {
        assertThat(place.context().accountId()).isNull();

        request.caller("carol");

        assertThat(place.context().accountId()).isEqualTo("carol");
    }

    @Test
    void takesTheCallerOfTheResourceMethod() {
        request.caller("servlet-caller");

        place.enterResource("Transfers.make", () -> () -> "resource-caller");

        assertThat(place.context().accountId()).isEqualTo("resource-caller");
        assertThat(place.context().operation()).isEqualTo("Transfers.make");
    }

    @Test
    void knowsNobodyWhenTheServerRefusesToTell() {
        request.broken = true;

        assertThat(place.context().accountId()).isNull();
        assertThat(place.context().sessionId()).isNull();
    }
}
