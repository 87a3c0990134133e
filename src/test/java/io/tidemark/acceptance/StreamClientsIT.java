package io.tidemark.acceptance;

import static io.tidemark.acceptance.Callers.SOON;
import static io.tidemark.acceptance.Callers.STREAM;
import static io.tidemark.acceptance.Callers.record;
import static io.tidemark.acceptance.Callers.someone;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.tidemark.testing.Await;
import io.tidemark.testing.Servers;
import io.tidemark.testing.SseReader;
import io.tidemark.testing.Token;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.sse.SseEventSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.glassfish.jersey.client.JerseyClientBuilder;
import org.junit.jupiter.api.Test;

/**
 * The stream as clients that others wrote read it. Each loses its stream to ten more of its session, comes back with the
 * last event id and must have every event once.
 */
class StreamClientsIT {

    private static final Pattern ID = Pattern.compile("(?m)^id: (\\d+)\\nevent: audit\\ndata: \\{.*}$");

    private final String account = someone();
    private final String token =
            Token.of(someone()).roles("audit-reader").session(someone()).sign();

    @Test
    void curlReadsAndResumes() throws IOException {
        var expected = new ArrayList<Long>();
        expected.add(record(account));
        try (var curl = Curl.start(url("&last=1"), token, "")) {
            curl.awaitIds(expected);
            expected.add(record(account));
            curl.awaitIds(expected);
            assertThat(curl.output()).startsWith(": connected\n\nretry: 2000\n\n");
        }
        expected.add(record(account));
        try (var curl = Curl.start(url(""), token, Long.toString(expected.get(1)))) {
            curl.awaitIds(expected.subList(2, 3));
        }
    }

    @Test
    void aBrowserReadsAndResumes() {
        try (var page = Chromium.browser().newPage()) {
            page.setExtraHTTPHeaders(Map.of("Authorization", "Bearer " + token));
            page.navigate(Servers.node().uri("/health/live").toString());
            var expected = new ArrayList<Long>();
            expected.add(record(account));

            page.evaluate("""
                    path => {
                      window.ids = []; window.open = 0; window.messages = 0; window.ends = [];
                      const source = new EventSource(path);
                      source.onopen = () => window.open++;
                      source.onmessage = () => window.messages++;
                      source.addEventListener('audit', event => {
                        if (JSON.parse(event.data).seq !== Number(event.lastEventId)) throw new Error(event.lastEventId);
                        window.ids.push(Number(event.lastEventId));
                      });
                      source.addEventListener('closed', event => window.ends.push(JSON.parse(event.data).reason));
                    }
                    """, STREAM + "?account=" + account + "&last=1");
            awaitIds(page, expected);
            expected.add(record(account));
            awaitIds(page, expected);

            replaceStreamsOfTheSession();
            expected.add(record(account));
            awaitIds(page, expected);
            expected.add(record(account));
            awaitIds(page, expected);

            assertThat(page.evaluate("window.open")).isEqualTo(2);
            assertThat(page.evaluate("window.ends")).isEqualTo(List.of("replaced"));
            // Heartbeats move the last event id and fire nothing.
            assertThat(page.evaluate("window.messages")).isEqualTo(0);
        }
    }

    @Test
    void theJaxRsClientReadsAndResumes() {
        ClientRequestFilter bearer = request -> request.getHeaders().putSingle("Authorization", "Bearer " + token);
        var client = new JerseyClientBuilder().register(bearer).build();
        List<Long> ids = Collections.synchronizedList(new ArrayList<>());
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        var expected = new ArrayList<Long>();
        expected.add(record(account));
        try (SseEventSource source =
                SseEventSource.target(client.target(url("&last=1"))).build()) {
            source.register(
                    event -> {
                        if ("audit".equals(event.getName())) {
                            ids.add(Long.valueOf(event.getId()));
                        }
                    },
                    failures::add);
            source.open();
            await(ids, expected);

            replaceStreamsOfTheSession();
            expected.add(record(account));
            await(ids, expected);

            assertThat(failures).isEmpty();
        } finally {
            client.close();
        }
    }

    private String url(String more) {
        return Servers.node().uri(STREAM + "?account=" + account + more).toString();
    }

    /** The eleventh stream of a session closes the first: here the one under test. */
    private void replaceStreamsOfTheSession() {
        var others = IntStream.range(0, 10)
                .mapToObj(i -> SseReader.open(Servers.node(), STREAM + "?account=" + someone(), token))
                .toList();
        others.forEach(SseReader::close);
    }

    private static void awaitIds(Page page, List<Long> expected) {
        await(
                () -> ((List<?>) page.evaluate("window.ids"))
                        .stream().map(id -> ((Number) id).longValue()).toList(),
                expected);
    }

    private static void await(List<Long> ids, List<Long> expected) {
        await(() -> List.copyOf(ids), expected);
    }

    private static void await(Callable<List<Long>> ids, List<Long> expected) {
        assertThat(Await.until(expected.size() + " events", SOON, ids, found -> found.size() >= expected.size()))
                .containsExactlyElementsOf(expected);
    }

    /** {@code curl -N}: no buffering, as the README uses it. */
    private record Curl(Process process, Path file) implements AutoCloseable {

        static Curl start(String url, String token, String lastEventId) throws IOException {
            var file = Files.createTempFile("tidemark-curl", ".txt");
            var process = new ProcessBuilder(
                            "curl",
                            "-sS",
                            "-N",
                            "-H",
                            "Authorization: Bearer " + token,
                            "-H",
                            "Last-Event-ID: " + lastEventId,
                            url)
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .start();
            return new Curl(process, file);
        }

        String output() {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void awaitIds(List<Long> expected) {
            await(
                    () -> ID.matcher(output())
                            .results()
                            .map(found -> Long.valueOf(found.group(1)))
                            .toList(),
                    expected);
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            Files.delete(file);
        }
    }
}
