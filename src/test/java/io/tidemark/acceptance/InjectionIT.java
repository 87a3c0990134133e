package io.tidemark.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.tidemark.testing.Api;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Texts that are code somewhere else are texts here: wherever an event holds them and wherever a reader asks for them. */
class InjectionIT {
    private static final List<String> TEXTS = List.of(
            "=cmd|' /C calc'!A0",
            "=HYPERLINK(\"http://example.com/\"&A1,\"two\nlines\")",
            "two\r\nlines,\"quoted\"\nand a third",
            "</script><script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "%_\\",
            "' or 1=1; drop table tidemark.log; --",
            "a\"b'c.d\\\"e",
            "$.\"x\" ? (@ > 0)",
            "\u202egnp.exe",
            "\u200f\u2067=1+1\u2069");

    private final String account = "injection-" + UUID.randomUUID();
    private final String service = "service of " + account;

    static List<String> texts() {
        return TEXTS;
    }

    @ParameterizedTest
    @MethodSource("texts")
    void isFoundByEachFilterAndNothingElseIs(String text) {
        String id = store(text);
        Api reader = SampleSite.as("auditor1");

        String member = Log.JSON.writeValueAsString(text);
        for (String filter : List.of(
                "q=" + Log.encoded(text),
                "operation=" + Log.encoded(text),
                "actor=" + Log.encoded(text),
                "target=" + Log.encoded(text),
                "metadata.plain=" + Log.encoded(text),
                "metadata." + Log.encoded(member) + "=true",
                "has=metadata." + Log.encoded(member))) {
            JsonNode answer = reader.get("/api/v1/events?service=" + Log.encoded(service) + "&" + filter)
                    .json();
            assertThat(answer.path("events").valueStream())
                    .as(filter)
                    .extracting(event -> event.path("id").asString())
                    .containsExactly(id);
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void isNoFormulaAndNoRecordOfItsOwnInCommaSeparatedValues(String text) {
        store(text);

        String csv = SampleSite.as("auditor1")
                .get("/api/v1/events/export?format=csv&service=" + Log.encoded(service))
                .body();

        var rows = new CsvReader(csv).rows();
        assertThat(rows).hasSize(2);
        for (String column : List.of("operation", "actor.displayName", "errorMessage", "target.name", "userAgent")) {
            assertThat(rows.get(0).get(column)).as(column).isIn(text, "'" + text);
        }
        assertThat(rows.get(0).values())
                .noneMatch(cell -> cell.replaceFirst("^[\\p{Cf}\\p{Z}\\s]+", "").matches("(?s)[=+@-].*"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void isTextInEachView(String text) {
        String id = store(text);
        try (ConsolePage console = ConsolePage.open()) {
            console.logIn("auditor1", "#/search?service=" + Log.encoded(service) + "&q=" + Log.encoded(text));
            assertThat(console.rows()).hasCount(1);
            assertThat(console.page().locator(".chip-value").last()).containsText(shown(text));
            console.go("#/live?service=" + Log.encoded(service));
            assertThat(console.rows()).hasCount(2);
            console.go("#/event/" + id, "login");
            assertThat(console.page().locator(".facts")).containsText(shown(text));
            console.page().getByRole(AriaRole.TAB, named("Metadata")).click();
            assertThat(console.page().getByRole(AriaRole.TABPANEL)).containsText(shown(text));

            assertThat(console.page().locator("main img, main script, body script"))
                    .hasCount(0);
            console.complainsAboutNothing();
        }
    }

    /** An event that holds the text wherever it can, and a neighbour that does not; returns the id of the first. */
    private String store(String text) {
        var event = Log.JSON.createObjectNode();
        String id = UUID.randomUUID().toString();
        event.put("id", id).put("eventType", "login").put("outcome", "failure").put("service", service);
        event.put("accountId", account)
                .put("operation", text)
                .put("userAgent", text)
                .put("actorId", text);
        event.put("errorMessage", text).put("errorCode", text);
        event.putObject("target").put("id", text).put("name", text);
        event.putObject("actor").put("type", "user").put("displayName", text);
        event.putObject("metadata").put("plain", text).put(text, true);
        var neighbour = Log.JSON.createObjectNode();
        neighbour.put("eventType", "login").put("service", service).put("operation", "plain");
        neighbour.putObject("metadata").put("plain", "x").put("x", true);
        SampleSite.store(Log.JSON.createArrayNode().add(event).add(neighbour).toString());
        return id;
    }

    /** The part of it that neither white space nor marks of direction change. */
    private static String shown(String text) {
        return text.codePoints()
                .filter(c -> Character.getType(c) != Character.FORMAT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .lines()
                .findFirst()
                .orElseThrow();
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
