package io.tidemark.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;

/** The console in a browser of its own. It collects what the browser complains about. */
record ConsolePage(BrowserContext context, Page page, List<String> complaints) implements AutoCloseable {
    /** Before any script of the page, so that no violation of its policy is missed. */
    private static final String WATCH = "addEventListener('securitypolicyviolation',"
            + " e => console.error('violates ' + e.violatedDirective + ': ' + e.blockedURI))";

    static ConsolePage open() {
        return open(new Browser.NewContextOptions().setViewportSize(1440, 900));
    }

    static ConsolePage open(Browser.NewContextOptions options) {
        var context = Chromium.browser().newContext(options.setColorScheme(ColorScheme.LIGHT));
        context.setDefaultTimeout((double) Chromium.PATIENCE.toMillis());
        context.addInitScript(WATCH);
        var page = context.newPage();
        var complaints = new ArrayList<String>();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) complaints.add(message.text());
        });
        page.onPageError(complaints::add);
        page.onDialog(dialog -> complaints.add("dialog: " + dialog.message()));
        return new ConsolePage(context, page, complaints);
    }

    /** Opens a view without a token and logs in through the provider's form. */
    ConsolePage logIn(String user, String view) {
        page.navigate(SampleSite.url() + view);
        button("Log in").click();
        submit(user, user);
        assertThat(page.locator(".account")).hasText(user);
        return this;
    }

    void submit(String user, String password) {
        page.getByLabel("User").fill(user);
        page.getByLabel("Password").fill(password);
        button("Log in").click();
    }

    /** Goes to a view as a link does. */
    ConsolePage go(String view) {
        page.evaluate("hash => { location.hash = hash }", view);
        return this;
    }

    /** Goes to a view and waits for its heading. */
    ConsolePage go(String view, String heading) {
        go(view);
        assertThat(heading(heading)).isVisible();
        return this;
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator heading(String text) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setLevel(1));
    }

    Locator rows() {
        return page.locator("tr.row");
    }

    /** The positions of the events on the page, from the top. */
    List<Long> positions() {
        return rows().evaluateAll("rows => rows.map(row => row.dataset.seq)") instanceof List<?> seqs
                ? seqs.stream().map(seq -> Long.valueOf((String) seq)).toList()
                : List.of();
    }

    void isLive() {
        assertThat(page.locator(".pill").first()).hasText(Pattern.compile("^Live$"));
    }

    void complainsAboutNothing() {
        Assertions.assertThat(complaints).isEmpty();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        context.close();
    }
}
