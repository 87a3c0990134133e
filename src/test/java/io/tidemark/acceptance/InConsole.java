package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

/** The console in a real browser, with the sample identity, and an account of the test's own. */
abstract class InConsole {
    protected final String account = "console-" + UUID.randomUUID();
    protected final String byAccount = "?account=" + account;

    protected ConsolePage console;

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

    /** The account's events by the API, newest first. */
    protected static List<JsonNode> events(String account) {
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

    protected static List<Long> positions(String account) {
        return events(account).stream().map(event -> event.path("seq").asLong()).toList();
    }

    protected static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    protected static Locator.FilterOptions withText(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }
}
