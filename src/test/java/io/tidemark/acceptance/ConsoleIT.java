package io.tidemark.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The console in a real browser, with the sample identity. */
class ConsoleIT {
    private final String account = "console-" + UUID.randomUUID();
    private final String byAccount = "?account=" + account;

    @SuppressWarnings("NullAway.Init")
    private ConsolePage console;

    @BeforeAll
    static void startTheSite() {
        Chromium.browser();
        SampleSite.node();
    }

    @BeforeEach
    void openABrowser() {
        console = ConsolePage.open();
    }

    @AfterEach
    void closeIt() {
        console.close();
    }

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
    void saysWhatAnAccountIsCalled() {
        SampleSite.store(account, 1, 1);
        console.logIn("auditor1", "#/search" + byAccount);

        assertThat(console.rows().first().locator(".cell-who")).hasText(account + " u");
        console.rows().first().locator("a").click();
        assertThat(console.heading("login")).isVisible();
        assertThat(console.page().locator(".facts .account-name")).hasText("u");
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
    void showsEventsLiveAndLosesNoneWhilePaused() {
        console.logIn("auditor1", "#/live" + byAccount);
        console.isLive();
        SampleSite.store(account, 1, 3);
        assertThat(console.rows()).hasCount(3);
        console.button("Pause").click();
        SampleSite.store(account, 4, 33);

        assertThat(console.page().locator(".pill")).hasText("Paused, 30 waiting");
        assertThat(console.rows()).hasCount(3);
        console.button("Resume").click();
        assertThat(console.rows()).hasCount(33);
        assertThat(console.positions()).isEqualTo(positions(account));
        console.complainsAboutNothing();
    }

    @Test
    void goesOnWithTheListAfterLookingAtAnEvent() {
        SampleSite.store(account, 1, 2);
        console.logIn("auditor1", "#/live" + byAccount);
        assertThat(console.rows()).hasCount(2);
        console.rows().first().locator("a").click();
        assertThat(console.heading("login")).isVisible();
        SampleSite.store(account, 3, 5);
        console.page().goBack();

        assertThat(console.rows()).hasCount(5);
        assertThat(console.positions()).isEqualTo(positions(account));
    }

    @Test
    void keepsTheNewest500AndSaysWhereTheOthersAre() {
        console.logIn("auditor1", "#/live" + byAccount);
        console.isLive();
        console.button("Pause").click();
        SampleSite.store(account, 1, 520);
        assertThat(console.page().locator(".pill")).hasText("Paused, 520 waiting");
        console.button("Resume").click();

        assertThat(console.rows()).hasCount(500);
        assertThat(console.positions()).isEqualTo(positions(account).subList(0, 500));
        console.page().locator(".live-notice a").click();
        assertThat(console.rows()).hasCount(20);
    }

    /** A connection that is cut in the middle: the console resumes behind the last event that came whole. */
    @Test
    void reconnectsBehindTheLastEventAndShowsNothingTwice() {
        SampleSite.store(account, 1, 5);
        var events = events(account);
        Collections.reverse(events);
        var cursors = new ArrayList<String>();
        console.page().route("**/api/v1/stream?*", route -> {
            cursors.add(String.valueOf(route.request().headerValue("last-event-id")));
            if (cursors.size() == 1) route.fulfill(cut(events.subList(0, 3)));
            else route.resume();
        });
        console.logIn("auditor1", "#/live" + byAccount);

        assertThat(console.rows()).hasCount(5);
        assertThat(console.positions()).isEqualTo(positions(account));
        assertThat(cursors).containsExactly("null", events.get(2).path("seq").asString());
        console.isLive();
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
    void searchesPageByPageByLinksThatCanBeShared() {
        SampleSite.store(account, 1, 60);
        console.logIn("auditor1", "#/search");
        console.page().getByLabel("Filter by").selectOption("account");
        console.page().getByLabel("Value").fill(account);
        console.button("Add filter").click();
        assertThat(console.rows()).hasCount(50);
        var all = new ArrayList<>(console.positions());
        console.link("Older events").click();
        assertThat(console.rows()).hasCount(10);
        all.addAll(console.positions());

        assertThat(all).isEqualTo(positions(account));
        var shared = console.page().url();
        try (var other = ConsolePage.open()) {
            other.logIn("auditor2", shared.substring(shared.indexOf('#')));
            assertThat(other.rows()).hasCount(10);
            assertThat(other.positions()).isEqualTo(console.positions());
        }
        console.page()
                .getByRole(AriaRole.BUTTON, named("Remove filter Account " + account))
                .click();
        assertThat(console.page().locator(".chip")).hasCount(0);
    }

    @Test
    void saysWhatTheServerRefusesAboutAFilter() {
        console.logIn("auditor1", "#/search?eventType=" + ConsolePage.encoded("not a type"));

        assertThat(console.page().getByRole(AriaRole.ALERT).filter(withText("Invalid parameter")))
                .containsText("eventType");
    }

    @Test
    void comparesTwoEventsAsATreeOfDifferences() {
        SampleSite.store(account, 1, 2);
        console.logIn("auditor1", "#/search" + byAccount);
        console.rows().nth(0).getByRole(AriaRole.CHECKBOX).check();
        console.rows().nth(1).getByRole(AriaRole.CHECKBOX).check();
        console.page().locator(".selection a").click();

        var changed = console.page().locator(".diff-row.diff-changed");
        assertThat(changed.filter(withText("n")).last()).containsText("Left: 2Right: 1");
        assertThat(console.page().locator(".diff-row.diff-same").filter(withText("username")))
                .isHidden();
        console.page().getByLabel("Only differences").uncheck();
        assertThat(console.page().locator(".diff-row.diff-same").filter(withText("username")))
                .isVisible();
    }

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
    void isUsedByKeyboardAlone() {
        SampleSite.store(account, 1, 3);
        console.page().navigate(SampleSite.url());
        tabTo("Log in");
        press("Enter");
        assertThat(console.heading("Log in")).isVisible();
        console.page().keyboard().type("auditor1");
        press("Tab");
        console.page().keyboard().type("auditor1");
        press("Enter");
        assertThat(console.heading("Overview")).isVisible();
        press("Control+Home");
        tabTo("Search");
        press("Enter");
        assertThat(console.heading("Search")).isVisible();
        tabTo("Filter by");
        console.page().keyboard().type("Account");
        press("Tab");
        console.page().keyboard().type(account);
        press("Enter");
        assertThat(console.rows()).hasCount(3);
        tabTo("login");
        press("ArrowDown");
        press("Enter");
        assertThat(console.heading("login")).isVisible();
        assertThat(console.page().locator(".facts")).containsText(account);
        tabTo("Overview", "tab");
        press("ArrowRight");

        assertThat(console.page().getByRole(AriaRole.TABPANEL)).containsText("username");
        assertThat(console.page().getByRole(AriaRole.TABPANEL)).containsText("n 2");
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

    @Test
    void followsTheSystemsColoursUntilTheReaderChooses() {
        console.page()
                .emulateMedia(new Page.EmulateMediaOptions()
                        .setColorScheme(com.microsoft.playwright.options.ColorScheme.DARK));
        console.logIn("auditor1", "#/live");
        assertThat(brightness()).isLessThan(60);
        console.button("Theme: system").click();

        assertThat(brightness()).isGreaterThan(200);
        console.page().reload();
        assertThat(console.button("Theme: light")).isVisible();
        assertThat(brightness()).isGreaterThan(200);
    }

    @Test
    void showsNumbersAndTheNewestEventsInTheOverview() {
        SampleSite.store(account, 1, 30);
        console.logIn("auditor1", "#/overview");

        assertThat(console.page().locator(".tile").first()).containsText("events in the last hour");
        assertThat(console.page().locator("canvas[role=img]"))
                .hasAttribute("aria-label", Pattern.compile("[1-9]\\d* events, \\d+ of them failed"));
        assertThat(console.page().locator(".bars").first()).containsText("login");
        assertThat(console.rows()).hasCount(12);
        Await.until("bars of the chart", Chromium.PATIENCE, this::chartIsPainted);
        SampleSite.store(account, 31, 31);
        assertThat(console.page().locator("tr[data-seq='" + positions(account).get(0) + "']"))
                .isVisible();
        console.complainsAboutNothing();
    }

    @Test
    void saysWhichNumbersAServerDoesNotHave() {
        console.page()
                .route(
                        "**/api/v1/events/stats?*",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setStatus(404)
                                .setContentType("application/problem+json")
                                .setBody("{\"title\":\"Not found\",\"status\":404}")));
        console.logIn("auditor1", "#/overview");

        assertThat(console.page().locator(".not-available").filter(withText("Not available on this server.")))
                .hasCount(5);
        assertThat(console.page().locator(".pill")).hasText("Live");
    }

    @Test
    void takesTheSearchAwayAsAFileThatSaysItIsComplete() throws IOException {
        SampleSite.store(account, 1, 60);
        console.page().addInitScript("delete window.showSaveFilePicker");
        console.logIn("auditor1", "#/search" + byAccount);
        assertThat(console.rows()).hasCount(50);
        var download =
                console.page().waitForDownload(() -> console.button("NDJSON").click());

        var lines = Files.readAllLines(download.path());
        assertThat(download.suggestedFilename()).isEqualTo("audit.ndjson");
        assertThat(lines).hasSize(61);
        assertThat(lines.get(60)).startsWith("{\"complete\":true");
    }

    @Test
    void revokesASessionOnlyWhenTheAdministratorConfirms() {
        var reader = SampleSite.as("auditor2");
        assertThat(reader.get("/api/v1/events?limit=1").status()).isEqualTo(200);
        console.logIn("admin1", "#/access?account=auditor2");
        var revoke = console.button("Revoke account of auditor2").first();
        revoke.click();
        assertThat(console.page().getByRole(AriaRole.DIALOG)).containsText("Revoke every session");
        press("Escape");
        assertThat(console.page().getByRole(AriaRole.DIALOG)).hasCount(0);
        assertThat(reader.get("/api/v1/events?limit=1").status()).isEqualTo(200);
        revoke.click();
        console.button("Revoke all sessions").click();

        assertThat(console.page().getByText(Pattern.compile("Revoked, at position \\d+")))
                .isVisible();
        assertThat(reader.get("/api/v1/events?limit=1").status()).isEqualTo(401);
        assertThat(console.page().locator(".access-table").first()).not().containsText("auditor2");
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
    void parsesAStreamCutAtAnyPlace() {
        console.page().navigate(SampleSite.url());
        var stream =
                ": hello\r\n\r\nretry: 2000\n\nid: 7\nevent: audit\ndata: {\"a\":\"ü\"}\r\ndata:b\r\r: x\nid: 9\n\ndata\n\n";

        var seen = console.page().evaluate("""
                        async stream => {
                          const { SseParser } = await import('/console/sse.js');
                          const results = new Set();
                          for (let a = 0; a <= stream.length; a++) {
                            for (let b = a; b <= stream.length; b++) {
                              const seen = [];
                              const parser = new SseParser({
                                onEvent: (event) => seen.push(event), onId: (id) => seen.push(id), onRetry: (r) => seen.push(r)});
                              for (const piece of [stream.slice(0, a), stream.slice(a, b), stream.slice(b)]) parser.feed(piece);
                              results.add(JSON.stringify(seen));
                            }
                          }
                          return [...results];
                        }
                        """, stream);
        assertThat(seen)
                .isEqualTo(List.of(
                        "[2000,{\"type\":\"audit\",\"data\":\"{\\\"a\\\":\\\"ü\\\"}\\nb\",\"id\":\"7\"},\"7\",\"9\","
                                + "{\"type\":\"message\",\"data\":\"\",\"id\":\"9\"},\"9\"]"));
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

    private static Route.FulfillOptions cut(List<JsonNode> events) {
        var frames = events.stream()
                .map(event -> "id: %s\nevent: audit\ndata: %s\n\n"
                        .formatted(event.path("seq").asString(), event))
                .collect(Collectors.joining());
        return new Route.FulfillOptions()
                .setContentType("text/event-stream")
                .setBody(": connected\n\nretry: 2000\n\n" + frames + "id: 999999999\nevent: audit\ndata: {\"seq\"");
    }

    private static void revokeSessionsOf(String user) {
        var admin = SampleSite.as("admin1");
        for (var session : admin.get("/api/v1/sessions?account=" + user).json().path("sessions")) {
            admin.delete("/api/v1/sessions/" + session.path("id").asString());
        }
    }

    /** The account's events by the API, newest first. */
    private static List<JsonNode> events(String account) {
        var all = new ArrayList<JsonNode>();
        var reader = SampleSite.as("auditor1");
        for (var next = "/api/v1/events?limit=200&account=" + account; !next.isEmpty(); ) {
            var page = reader.get(next).json();
            page.path("events").forEach(all::add);
            next = page.path("next").asString("");
        }
        assertThat(new HashSet<>(all)).hasSameSizeAs(all);
        return all;
    }

    private static List<Long> positions(String account) {
        return events(account).stream().map(event -> event.path("seq").asLong()).toList();
    }

    private boolean chartIsPainted() {
        return (boolean) console.page().evaluate("""
                        () => {
                          const canvas = document.querySelector('.plot canvas');
                          if (!canvas || canvas.width === 0) return false;
                          const colours = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                          return new Set(new Uint32Array(colours.buffer)).size > 3;
                        }
                        """);
    }

    /** Of the page's ground, 0 to 255. */
    private double brightness() {
        var colour =
                (String) console.page().evaluate("() => getComputedStyle(document.documentElement).backgroundColor");
        return Pattern.compile("\\d+")
                .matcher(colour)
                .results()
                .limit(3)
                .mapToInt(number -> Integer.parseInt(number.group()))
                .average()
                .orElseThrow();
    }

    private void press(String key) {
        console.page().keyboard().press(key);
    }

    private void tabTo(String name) {
        tabTo(name, "");
    }

    /** Presses Tab until the focus is on what has that name. */
    private void tabTo(String name, String role) {
        for (int i = 0; i < 60; i++) {
            press("Tab");
            var focused = (String) console.page().evaluate("""
                            role => {
                              const e = document.activeElement;
                              if (role && e.getAttribute('role') !== role) return '';
                              return e.ariaLabel ?? e.labels?.[0]?.textContent ?? e.textContent;
                            }
                            """, role);
            if (focused.trim().equals(name)) return;
        }
        throw new AssertionError("The Tab key does not lead to " + name);
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static com.microsoft.playwright.Locator.FilterOptions withText(String text) {
        return new com.microsoft.playwright.Locator.FilterOptions().setHasText(text);
    }
}
