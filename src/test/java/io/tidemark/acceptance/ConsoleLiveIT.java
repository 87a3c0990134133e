package io.tidemark.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.tidemark.testing.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The live view and the overview. */
class ConsoleLiveIT extends InConsole {
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

    private static Route.FulfillOptions cut(List<JsonNode> events) {
        var frames = events.stream()
                .map(event -> "id: %s\nevent: audit\ndata: %s\n\n"
                        .formatted(event.path("seq").asString(), event))
                .collect(Collectors.joining());
        return new Route.FulfillOptions()
                .setContentType("text/event-stream")
                .setBody(": connected\n\nretry: 2000\n\n" + frames + "id: 999999999\nevent: audit\ndata: {\"seq\"");
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
}
