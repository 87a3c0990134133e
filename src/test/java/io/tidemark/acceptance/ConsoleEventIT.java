package io.tidemark.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The view of one event, and what an event may hold, in every view. */
class ConsoleEventIT extends InConsole {
    @Test
    void showsWhatBelongsToAnEvent() {
        SampleSite.store(("[{'eventType':'login','accountId':'%1$s','requestId':'r-%1$s'},"
                        + "{'eventType':'authz.decision','accountId':'%1$s','requestId':'r-%1$s'}]")
                .formatted(account)
                .replace('\'', '"'));
        console.logIn("auditor1", "#/event/" + events(account).get(1).path("id").asString());
        assertThat(console.heading("login")).isVisible();
        console.page().getByRole(AriaRole.TAB, named("Related")).click();

        assertThat(console.rows()).hasCount(1);
        assertThat(console.rows()).containsText("authz.decision");
        assertThat(console.page()).hasURL(Pattern.compile("tab=related$"));
        console.page().getByRole(AriaRole.TAB, named("Request")).click();
        assertThat(console.page().getByRole(AriaRole.TABPANEL)).containsText("No request was captured");
    }

    @Test
    void showsWhatWasCapturedAsText() throws SQLException {
        var image = "<img src=x onerror=alert(1)>";
        var id = SampleSite.storeCaptured(
                account,
                payload -> payload.side(
                                "request",
                                "{\"amount\":12,\"pin\":\"[redacted]\",\"" + image + "\":{\"note\":\"" + image + "\"}}")
                        .side("headers", "{\"Accept\":\"text/html\"}")
                        .side("error", "{\"type\":\"java.lang.IllegalStateException\",\"message\":\"" + image + "\"}")
                        .side("notifications", "[{\"step\":\"" + image + "\"}]")
                        .with("dropped_notifications", 3));
        var other = SampleSite.storeCaptured(
                account, payload -> payload.side("request", "{\"amount\":13}").dropped("response", 70_002));
        console.logIn("auditor1", "#/event/" + id);
        assertThat(console.heading("bank.transfer")).isVisible();

        tab("Request");
        assertThat(panel()).containsText("amount 12");
        assertThat(panel()).containsText(image);
        assertThat(panel()).containsText("Accept text/html");
        assertThat(panel().locator(".mark")).hasText("redacted");
        tab("Response");
        assertThat(panel()).containsText("Error");
        assertThat(panel()).containsText("java.lang.IllegalStateException");
        tab("Notifications");
        assertThat(panel()).containsText("step " + image);
        assertThat(panel()).containsText("3 more were not kept");

        console.go("#/event/" + other + "?tab=response");
        assertThat(panel().locator(".mark")).hasText("truncated");
        assertThat(panel()).containsText("70,002 bytes");
        tab("Notifications");
        assertThat(panel()).containsText("No notifications were captured");

        console.go("#/compare/" + id + "/" + other, "Compare");
        assertThat(console.page().locator(".diff-row.diff-changed").filter(withText("amount")))
                .containsText("Left: 12Right: 13");
        console.go("#/search" + byAccount + "&request.amount=12", "Search");
        assertThat(console.rows()).hasCount(1);
        assertThat(console.page().locator("main img")).hasCount(0);
        console.complainsAboutNothing();
    }

    private void tab(String name) {
        console.page().getByRole(AriaRole.TAB, named(name)).click();
    }

    private Locator panel() {
        return console.page().getByRole(AriaRole.TABPANEL);
    }

    @Test
    void showsHostileContentAsText() {
        var image = "<img src=x onerror=alert(1)>";
        var script = "</script><script>alert(2)</script>";
        SampleSite.store(("[{'eventType':'login','outcome':'failure','accountId':'%1$s','operation':'%2$s',"
                        + "'errorMessage':'%3$s','userAgent':'\\u202Eresu\\u202C','target':{'name':'%2$s'},"
                        + "'actor':{'displayName':'%2$s'},'metadata':{'%2$s':'%3$s','rtl':'\\u202Egnp.exe'}},"
                        + "{'eventType':'login','accountId':'%1$s','metadata':{'href':'javascript:alert(3)'}}]")
                .formatted(account, image, script)
                .replace('\'', '"'));
        var ids = events(account).stream()
                .map(event -> event.path("id").asString())
                .toList();
        console.logIn("auditor1", "#/live" + byAccount);
        assertThat(console.rows().last()).containsText(image);
        console.go("#/search" + byAccount, "Search");
        assertThat(console.rows().last()).containsText(image);
        console.go("#/search" + byAccount + "&operation=" + ConsolePage.encoded(image));
        assertThat(console.page().locator(".chip-value").last()).hasText(image);
        console.go("#/event/" + ids.get(1), "login");
        assertThat(console.page().locator(".facts")).containsText(script);
        assertThat(console.page().locator(".facts .control").first()).hasText("U+202E");
        for (var tab : List.of("Metadata", "Request", "Response", "Notifications", "Related")) {
            console.page().getByRole(AriaRole.TAB, named(tab)).click();
        }
        console.page().getByRole(AriaRole.TAB, named("Metadata")).click();
        assertThat(console.page().getByRole(AriaRole.TABPANEL)).containsText(image);
        console.go("#/compare/" + ids.get(0) + "/" + ids.get(1), "Compare");
        assertThat(console.page().locator(".diff")).containsText(script);
        console.go("#/overview", "Overview");
        assertThat(console.rows().first()).isVisible();

        assertThat(console.page().locator("main img, main script, body script")).hasCount(0);
        console.complainsAboutNothing();
    }
}
