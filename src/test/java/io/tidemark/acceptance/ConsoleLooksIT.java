package io.tidemark.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every view, on a screen and on a phone, light and dark: pictures to look at, and what axe-core finds in them. */
class ConsoleLooksIT {
    private static final Path PICTURES = Path.of(System.getProperty("project.basedir", ""), "target/screenshots");
    private static final String AXE = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    private static final String TOO_WIDE = """
            () => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.body.querySelectorAll('*')]
              .filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.tagName + ' ' + e.className)
            """;
    private static final String ACCOUNT = "looks-" + UUID.randomUUID();

    @SuppressWarnings("NullAway.Init")
    private static ConsolePage console;

    @SuppressWarnings("NullAway.Init")
    private static List<String> ids;

    @BeforeAll
    static void logIn() throws IOException, SQLException {
        Chromium.browser();
        SampleSite.store(day());
        SampleSite.store(ACCOUNT, 1, 5);
        console = ConsolePage.open();
        console.context().addInitScript(axe());
        console.logIn("admin1", "#/overview");
        var events = SampleSite.as("auditor1")
                .get("/api/v1/events?service=looks&limit=20")
                .json()
                .path("events");
        ids = List.of(
                events.get(0).path("id").asString(), events.get(3).path("id").asString(), captured());
    }

    @AfterAll
    static void close() {
        if (console != null) console.close();
    }

    @ParameterizedTest
    @CsvSource({
        "overview, #/overview, .tile",
        "live, #/live, .row",
        "search, #/search?service=looks&outcome=failure, .row",
        "search-empty, #/search?account=nobody-at-all, .empty",
        "search-refused, #/search?eventType=%20, .notice-bad",
        "event, #/event/0, .facts",
        "event-metadata, #/event/0?tab=metadata, .json",
        "event-request, #/event/0?tab=request, .empty",
        "event-captured-request, #/event/2?tab=request, .mark",
        "event-captured-response, #/event/2?tab=response, .mark",
        "event-captured-notifications, #/event/2?tab=notifications, .json",
        "event-related, #/event/0?tab=related, .row",
        "compare, #/compare/0/1, .diff-row.diff-changed",
        "access, #/access?account=admin1, .access-table .button",
    })
    void showsTheView(String name, String view, String ready) {
        console.page().setViewportSize(1440, 900);
        console.go(view.replace("/0", "/" + ids.get(0))
                .replace("/1", "/" + ids.get(1))
                .replace("/2", "/" + ids.get(2)));
        assertThat(console.page().locator(ready).first()).isVisible();
        look(console.page(), name);
        if (view.contains("tab=")) {
            assertThat(console.page().locator("[role=tab][aria-selected=true]")).isInViewport();
        }
    }

    @Test
    void asksBeforeItRevokes() {
        console.go("#/access?account=admin1", "Access");
        console.page().locator(".button-bad").first().click();
        assertThat(console.page().locator("dialog")).isVisible();
        look(console.page(), "access-dialog");
        console.button("Cancel").click();
    }

    @Test
    void offersAChoiceOfTwoEvents() {
        console.go("#/search?service=looks", "Search");
        console.page().locator(".row input").nth(0).check();
        console.page().locator(".row input").nth(1).check();
        look(console.page(), "search-chosen");
        console.button("Clear").click();
    }

    @Test
    void welcomesTheReader() throws IOException {
        try (var other = ConsolePage.open()) {
            other.context().addInitScript(axe());
            other.page().navigate(SampleSite.url());
            assertThat(other.button("Log in")).isVisible();
            look(other.page(), "entry");
            other.button("Log in").click();
            assertThat(other.page().getByLabel("Password")).isVisible();
            look(other.page(), "login");
        }
    }

    @Test
    void saysThatAccessWasRevoked() throws IOException {
        try (var other = ConsolePage.open()) {
            other.context().addInitScript(axe());
            other.logIn("auditor2", "#/live");
            other.isLive();
            SampleSite.as("admin1").post("/api/v1/accounts/auditor2/revoke-sessions");
            assertThat(other.heading("Your access was revoked")).isVisible();
            look(other.page(), "revoked");
        }
    }

    /** Takes the pictures, then asks axe-core, in both colour schemes and both widths. */
    private static void look(Page page, String name) {
        for (var scheme : ColorScheme.values()) {
            if (scheme == ColorScheme.NO_PREFERENCE) continue;
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : new int[] {1440, 390}) {
                page.setViewportSize(width, width == 390 ? 844 : 900);
                var file = "%s-%d-%s.png".formatted(name, width, scheme.name().toLowerCase(java.util.Locale.ROOT));
                page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(file)));
                assertThat(violations(page)).as(file).isEqualTo(List.of());
                assertThat(page.evaluate(TOO_WIDE))
                        .as(file + " does not scroll sideways")
                        .isEqualTo(List.of());
            }
        }
    }

    private static Object violations(Page page) {
        return page.evaluate(
                "async () => (await axe.run()).violations.flatMap(v => v.nodes.map(n => v.id + ' ' + n.target + ' ' + n.failureSummary))");
    }

    private static String axe() throws IOException {
        try (InputStream script = ConsoleLooksIT.class.getClassLoader().getResourceAsStream(AXE)) {
            if (script == null) throw new IOException(AXE + " is not on the class path");
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String captured() throws SQLException {
        return SampleSite.storeCaptured(
                ACCOUNT,
                payload -> payload.side(
                                "request",
                                "{\"transfer\":{\"from\":\"DE02120300000000202051\",\"amount\":12.5,\"apiKey\":\"[redacted]\"},"
                                        + "\"note\":\"" + "long ".repeat(60) + "\"}")
                        .side("headers", "{\"Authorization\":\"[redacted]\",\"Accept\":\"application/json\"}")
                        .dropped("response", 70_002)
                        .side("notifications", "[{\"step\":1,\"of\":3},\"done\"]")
                        .with("dropped_notifications", 12));
    }

    /** Something of everything, as a day brings it. */
    private static String day() {
        var events = new StringBuilder("[");
        var accounts = List.of("alice", "bob", "carol", "dieter.schmidt@example.org", "svc-import");
        var types = List.of(
                "login", "role_grant_create", "resource.mutation", "authz.decision", "token_create", "transfer.order");
        var operations = Map.of("login", "Login.password", "role_grant_create", "RoleGrants.create");
        for (int i = 0; i < 120; i++) {
            var type = types.get((i * 7 + i / 5) % types.size());
            var failed = i % 6 == 1;
            if (i > 0) events.append(',');
            events.append(
                    ("{'eventType':'%s','outcome':'%s','service':'looks','operation':'%s','accountId':'%s','ip':'203.0.113.%d',"
                                    + "'requestId':'req-%d','durationMs':%d,'occurredAt':'%s','userAgent':'Mozilla/5.0 (X11; Linux x86_64)',"
                                    + "'actor':{'type':'user','displayName':'%s','email':'user@example.org'}%s,"
                                    + "'metadata':{'username':'u%d','role':'admin','change':{'before':{'limit':%d},'after':{'limit':500},'fields':['limit','note']}}}")
                            .formatted(
                                    type,
                                    failed ? "failure" : "success",
                                    operations.getOrDefault(type, "Documents.update"),
                                    accounts.get(i % accounts.size()),
                                    i % 11,
                                    i / 4,
                                    (i * 37) % 900,
                                    java.time.Instant.now().minusSeconds(3_500 - i * 29L),
                                    accounts.get(i % accounts.size()),
                                    failed
                                            ? ",'errorCode':'wrong_password','errorCategory':'authn','errorMessage':'The password does not match'"
                                            : "",
                                    i % 3,
                                    i));
        }
        return events.append(']').toString().replace('\'', '"');
    }
}
