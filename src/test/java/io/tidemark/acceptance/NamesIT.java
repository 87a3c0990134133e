package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Token;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pages say what the accounts in them are called. */
class NamesIT {
    private final Log log = new Log(Servers.node());
    private final String admin = "n-" + UUID.randomUUID();
    private final String account = "n-" + UUID.randomUUID();

    @Test
    void namesAnAccountAsItLastLoggedIn() {
        log.store(List.of(
                login(account, "Old Name", "success"),
                login(account, "New Name", "success"),
                login(account, "somebody else", "failure"),
                event("token_create", account)));

        JsonNode names = page("/api/v1/events?limit=1&account=" + account).path("names");

        assertThat(names.properties()).hasSize(1);
        assertThat(names.path(account).asString()).isEqualTo("New Name");
    }

    @Test
    void namesAReaderAsItsTokenDoes() {
        log.store(List.of(login(account, "As it was", "success")));
        String token = Token.of(account)
                .roles("audit-reader")
                .claim("upn", "As the issuer says")
                .sign();

        Api.Answer answer = Api.of(log.node()).as(token).get("/api/v1/events?account=" + account);

        assertThat(answer.json().path("names").path(account).asString()).isEqualTo("As the issuer says");
    }

    @Test
    void namesNobodyWhoIsNotKnown() {
        log.store(List.of(event("token_create", account)));

        JsonNode page = page("/api/v1/events?account=" + account);

        assertThat(page.path("names").isObject()).isTrue();
        assertThat(page.path("names").isEmpty()).isTrue();
    }

    @Test
    void namesAnAccountSoonAfterItsFirstLogin() {
        log.store(List.of(event("token_create", account)));
        assertThat(page("/api/v1/events?account=" + account).path("names").isEmpty())
                .isTrue();

        log.store(List.of(login(account, "Just Arrived", "success")));

        Await.until(
                "the account's name",
                Duration.ofSeconds(60),
                () -> page("/api/v1/events?account=" + account)
                        .path("names")
                        .path(account)
                        .asString("")
                        .equals("Just Arrived"));
    }

    @Test
    void tellsTheHistoryOfTheRolesOfAnAccountPageByPage() {
        log.store(List.of(
                login(admin, "The Admin", "success"),
                login(account, "The Auditor", "success"),
                grant("role_grant_create", "audit-reader"),
                grant("role_grant_create", "audit-writer"),
                grant("role_grant_offer_create", "audit-admin"),
                grant("role_grant_revoke", "audit-writer")));

        JsonNode first = page("/api/v1/accounts/" + account + "/role-grants?limit=2");
        JsonNode second = page(first.path("next").asString());

        assertThat(history(first)).containsExactly("role_grant_revoke audit-writer", "role_grant_create audit-writer");
        assertThat(history(second)).containsExactly("role_grant_create audit-reader");
        assertThat(second.has("next")).isFalse();
        assertThat(second.path("names").path(admin).asString()).isEqualTo("The Admin");
        assertThat(second.path("names").path(account).asString()).isEqualTo("The Auditor");
        assertThat(history(page("/api/v1/accounts/" + admin + "/role-grants"))).hasSize(3);
    }

    @Test
    void tellsTheHistoryToReadersOnly() {
        String path = "/api/v1/accounts/" + account + "/role-grants";
        String token = Token.of("n").roles("audit-admin", "audit-writer").sign();

        assertThat(Api.of(log.node()).as(token).get(path).status()).isEqualTo(403);
        assertThat(log.reader()
                        .get(path + "?eventType=login")
                        .json()
                        .path("field")
                        .asString())
                .isEqualTo("eventType");
    }

    private JsonNode page(String path) {
        Api.Answer answer = log.reader().get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> history(JsonNode page) {
        return page.path("events")
                .valueStream()
                .map(event -> event.path("eventType").asString() + " "
                        + event.path("metadata").path("role").asString())
                .toList();
    }

    private static ObjectNode login(String account, String username, String outcome) {
        ObjectNode event = event("login", account).put("outcome", outcome);
        event.putObject("metadata").put("username", username);
        return event;
    }

    private ObjectNode grant(String type, String role) {
        ObjectNode event = event(type, admin).put("targetAccountId", account);
        event.putObject("metadata").put("role", role).put("roleGrantId", "g-1");
        return event;
    }

    private static ObjectNode event(String type, String account) {
        return Log.JSON
                .createObjectNode()
                .put("id", UUID.randomUUID().toString())
                .put("eventType", type)
                .put("accountId", account);
    }
}
