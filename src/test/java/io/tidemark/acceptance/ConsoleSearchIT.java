package io.tidemark.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Searching, and what is done with what was found. */
class ConsoleSearchIT extends InConsole {
    @Test
    void searchesPageByPageByLinksThatCanBeShared() {
        SampleSite.store(account, 1, 60);
        console.logIn("auditor1", "#/search");
        console.page().getByLabel("Filter by").selectOption("account");
        console.page().getByLabel("Value").fill(account);
        console.button("Add filter").click();
        // As many as there were before it.
        assertThat(console.rows().filter(withText(account))).hasCount(50);
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
    void saysWhatAnAccountIsCalled() {
        SampleSite.store(account, 1, 1);
        console.logIn("auditor1", "#/search" + byAccount);

        assertThat(console.rows().first().locator(".cell-who")).hasText(account + " u");
        console.rows().first().locator("a").click();
        assertThat(console.heading("login")).isVisible();
        assertThat(console.page().locator(".facts .account-name")).hasText("u");
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
}
