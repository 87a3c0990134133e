package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Million;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.SocketReader;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A million events in a server of 512 MB. */
class MillionIT {
    private static final long SEED = Long.getLong("million.seed", System.nanoTime());
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Node node;

    @BeforeAll
    static void start() throws Exception {
        node = Node.on(Servers.database())
                .named("million")
                .variable("pg.url", Million.filled().url())
                .variable("tidemark.query.timeout", "PT0.2S")
                .heap("512m")
                .start();
    }

    @AfterAll
    static void stop() {
        if (node != null) node.close();
    }

    @Test
    void exportsMoreThanItsMemoryToTheByteTheSameWhenCutAndResumed()
            throws IOException, InterruptedException, NoSuchAlgorithmException {
        ExportedBytes whole = new ExportedBytes();
        whole.read(node, Long.MAX_VALUE);
        assertThat(whole.isComplete()).isTrue();
        assertThat(whole.events()).isEqualTo(Million.EVENTS);
        assertThat(whole.bytes()).isGreaterThan(512L << 20);

        Random random = new Random(SEED);
        ExportedBytes parts = new ExportedBytes();
        for (int cut = 0; cut < 3; cut++) {
            parts.read(node, random.nextLong(whole.bytes() / 3));
            assertThat(parts.isComplete()).isFalse();
        }
        parts.read(node, Long.MAX_VALUE);

        assertThat(parts.isComplete()).isTrue();
        assertThat(parts.events()).as("seed " + SEED).isEqualTo(Million.EVENTS);
        assertThat(parts.sha256()).as("seed " + SEED).isEqualTo(whole.sha256());
        assertThat(node.logs()).doesNotContain("OutOfMemory");
    }

    /** It would take as long; who asks for the newest explicitly is told so. */
    @Test
    void opensASocketUnderAFilterThatFindsNothing() {
        String path = "/api/v1/live?q=no+such+words";
        try (var asked = SocketReader.open(node, path + "&last=50", Log.readerToken());
                var reader = SocketReader.open(node, path, Log.readerToken())) {
            Refusal.of(asked).is(503, "unavailable").names("", "timeout");
            assertThat(reader.isOpened()).as(reader.text()).isTrue();
        }
    }

    /** Statistics of everything, and a page that looks at everything to find nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"events/stats?by=summary", "events?q=no+such+words"})
    void endsAQuestionThatTakesTooLong(String question) {
        Api reader = new Log(node).reader();
        String path = "/api/v1/" + question;

        Api.Answer all = reader.get(path + "&from=2026-01-01T00:00:00Z&to=2026-12-31T00:00:00Z");

        assertThat(all.status()).as(all.body()).isEqualTo(503);
        assertThat(all.header("Content-Type")).startsWith("application/problem+json");
        assertThat(all.header("Retry-After")).isEqualTo("2");
        assertThat(all.json().path("type").asString()).isEqualTo("https://tidemark.io/problems/unavailable");
        assertThat(all.json().path("rule").asString()).isEqualTo("timeout");
        assertThat(all.json().path("detail").asString()).contains("PT0.2S");
        // As the problem says: a narrower window has an answer.
        Await.until(
                "answer for a minute",
                PATIENCE,
                () -> reader.get(path + "&from=2026-01-02T00:00:00Z&to=2026-01-02T00:01:00Z"),
                answer -> answer.status() == 200);
    }
}
