package io.tidemark.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import io.tidemark.testing.Api;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Logging in and out, who may do what, and what becomes of a page whose reader may no longer read. */
class ConsoleAccessIT extends InConsole {
    @Test
    void logsInAndKeepsTheTokenInMemoryOnly() {
        console.logIn("auditor1", "");

        assertThat(console.heading("Overview")).isVisible();
        assertThat(console.page().url()).doesNotContain("code=").doesNotContain("state=");
        assertThat(console.page().evaluate("() => [...Object.values(localStorage), ...Object.values(sessionStorage)]"))
                .isEqualTo(List.of());
        console.complainsAboutNothing();
    }

    @Test
    void doesNotOpenTheApiByTheProvidersCookie() {
        console.logIn("auditor1", "");

        assertThat(console.context().cookies()).isNotEmpty();
        assertThat(console.page().evaluate("async () => (await fetch('api/v1/events')).status"))
                .isEqualTo(401);
    }

    @Test
    void saysThatThePasswordIsWrong() {
        console.page().navigate(SampleSite.url());
        console.button("Log in").click();
        console.submit("auditor1", "guessed");

        assertThat(console.page().getByRole(AriaRole.ALERT)).hasText("User and password do not match.");
        console.submit("auditor1", "auditor1");
        assertThat(console.heading("Overview")).isVisible();
    }

    @Test
    void returnsToTheLinkThatNeededALogin() {
        SampleSite.store(account, 1, 3);
        console.logIn("auditor1", "#/search" + byAccount);

        assertThat(console.rows()).hasCount(3);
        assertThat(console.page().locator(".chip-value")).hasText(account);
    }

    @Test
    void asksForANewLoginWhenTheTokenExpiresAndComesBackToTheView() {
        SampleSite.store(account, 1, 3);
        console.page().clock().install();
        console.logIn("auditor1", "#/search" + byAccount);
        assertThat(console.rows()).hasCount(3);
        console.page().clock().fastForward(Duration.ofMinutes(11).toMillis());

        assertThat(console.page().getByRole(AriaRole.ALERT)).containsText("Your login has expired");
        assertThat(console.rows()).hasCount(3);
        // The provider's clock did not jump: its next token would have expired as well.
        console.page().clock().setSystemTime(System.currentTimeMillis());
        console.button("Log in again").click();
        assertThat(console.page().getByRole(AriaRole.ALERT)).hasCount(0);
        assertThat(console.rows()).hasCount(3);
        assertThat(console.page().locator(".chip-value")).hasText(account);
    }

    @Test
    void showsNothingMoreWhenTheSessionIsRevoked() {
        SampleSite.store(account, 1, 3);
        console.logIn("auditor2", "#/live" + byAccount);
        assertThat(console.rows()).hasCount(3);
        var streams = new ArrayList<Request>();
        console.page().onRequest(request -> {
            if (request.url().contains("/stream")) streams.add(request);
        });
        revokeSessionsOf("auditor2");

        assertThat(console.heading("Your access was revoked")).isVisible();
        assertThat(console.page().locator("main")).containsText("session_revoke");
        assertThat(console.page().locator("body")).not().containsText(account);
        SampleSite.store(account, 4, 4);
        // Longer than the console waits before it connects again.
        console.page().waitForTimeout(3_000);
        assertThat(streams).isEmpty();
        assertThat(console.page().locator("body")).not().containsText(account);

        console.button("Log in again").click();
        assertThat(console.rows()).hasCount(4);
    }

    @Test
    void revokesASessionOnlyWhenTheAdministratorConfirms() {
        var reader = SampleSite.as("auditor2");
        assertThat(reader.get("/api/v1/events?limit=1").status()).isEqualTo(200);
        console.logIn("admin1", "#/access?account=auditor2");
        var revoke = console.button("Revoke account of auditor2").first();
        revoke.click();
        assertThat(console.page().getByRole(AriaRole.DIALOG)).containsText("Revoke every session");
        console.page().keyboard().press("Escape");
        assertThat(console.page().getByRole(AriaRole.DIALOG)).hasCount(0);
        assertThat(reader.get("/api/v1/events?limit=1").status()).isEqualTo(200);
        revoke.click();
        console.button("Revoke all sessions").click();

        assertThat(console.page().getByText(Pattern.compile("Revoked, at position \\d+")))
                .isVisible();
        assertThat(reader.get("/api/v1/events?limit=1").status()).isEqualTo(401);
        assertThat(console.button("Revoke account of auditor2")).hasCount(0);
    }

    @Test
    void warnsTheAdministratorWhoIsAboutToLeave() {
        console.logIn("admin1", "#/access?account=admin1");
        var own = console.page().locator("tr").filter(withText("this page")).first();
        own.getByRole(AriaRole.BUTTON).first().click();

        assertThat(console.page().getByRole(AriaRole.DIALOG)).containsText("This is your own session");
        console.button("Revoke session").click();
        assertThat(console.heading("Your access was revoked")).isVisible();
    }

    @Test
    void offersAccessToAdministratorsOnly() {
        console.logIn("auditor1", "#/access");

        assertThat(console.link("Search")).isVisible();
        assertThat(console.link("Access")).hasCount(0);
        assertThat(console.page().getByRole(AriaRole.ALERT).first()).containsText("audit-admin");
    }

    @Test
    void logsOutOfTheProviderAsWell() {
        console.logIn("auditor1", "#/live");
        console.button("Log out").click();
        console.page().waitForURL(SampleSite.url());
        console.button("Log in").click();

        assertThat(console.page().getByLabel("Password")).isVisible();
    }

    @Test
    void sendsAPolicyWithEverythingButTheApi() {
        var api = Api.of(SampleSite.node());
        var page = api.get("/");
        assertThat(page.header("content-security-policy"))
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "*");
        assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(page.header("referrer-policy")).isEqualTo("no-referrer");
        assertThat(api.get("/console/app.js").header("cache-control")).isEqualTo("no-cache");
        assertThat(api.get("/webjars/chart.js/4.5.1/dist/chart.umd.js").header("cache-control"))
                .contains("immutable");
        assertThat(api.get("/api/v1/events").header("content-security-policy")).isEmpty();
        assertThat(api.get("/console.json").json().path("clientId").asString()).isEqualTo("tidemark-console");
    }

    private static void revokeSessionsOf(String user) {
        var admin = SampleSite.as("admin1");
        for (var session : admin.get("/api/v1/sessions?account=" + user).json().path("sessions")) {
            admin.delete("/api/v1/sessions/" + session.path("id").asString());
        }
    }
}
