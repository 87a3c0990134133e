package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One server with all faults at once: each has its line. */
class ConfigurationIT {
    private static final Duration START = Duration.ofMinutes(2);

    @Test
    void stopsTheStartWithALineForEachKeyThatIsWrong() {
        try (var node = Node.on(Servers.database())
                .named("misconfigured")
                .variable("mp.jwt.verify.issuer", "")
                .variable("mp.jwt.verify.audiences", " ")
                .variable("tidemark.tail.poll", "PT2S")
                .variable("tidemark.stream.lease", "PT3S")
                .variable("tidemark.emitter", "foo")
                .variable("tidemark.stream.max", "0")
                .variable("tidemark.sequence.pause", "soon")
                .variable("pg.owner.user", "tidemark_app")
                .variable("tidemark.retention.age", "P1M")
                .variable("tidemark.retention.token-life", "P2M")
                .variable("tidemark.retention.size", "some")
                .variable("tidemark.retention.purge", "true")
                .variable("tidemark.retention.export", "/no/such/directory")
                .launch()) {
            String logs = Await.until(
                    "end of the start",
                    START,
                    node::logs,
                    text -> text.contains("CWWKZ0002E") && text.contains("CWWKF0011I"));

            assertLine(logs, "Cannot start: mp.jwt.verify.issuer is missing: who issues the tokens");
            assertLine(logs, "Cannot start: mp.jwt.verify.audiences is missing: whom the tokens are for");
            assertLine(
                    logs,
                    "Cannot start: tidemark.stream.lease must be at least twice tidemark.tail.poll (PT2S), but was: PT3S");
            assertLine(logs, "Cannot start: tidemark.emitter must be one of jpa, log, noop, but was: foo");
            assertLine(logs, "Cannot start: tidemark.stream.max must be a whole number from 1 to 1000000, but was: 0");
            assertLine(
                    logs,
                    "Cannot start: tidemark.sequence.pause must be a duration above zero such as PT0.005S, but was: soon");
            for (String key : new String[] {"age", "size", "purge"}) {
                assertLine(
                        logs,
                        "Cannot start: tidemark.retention." + key
                                + " needs pg.owner.user, the owner of the schema and another role than pg.user");
            }
            assertLine(
                    logs,
                    "Cannot start: tidemark.retention.age must be at least tidemark.retention.token-life (P2M), but was: P1M");
            assertLine(logs, "Cannot start: tidemark.retention.size must be a whole number from 1 to");
            assertLine(
                    logs,
                    "Cannot start: tidemark.retention.export must be a directory that can be written, but was: /no/such/directory");
            assertThat(Api.of(node).get("/api/v1/events").status()).isEqualTo(404);
            assertThat(Api.of(node).get("/health/ready").status()).isEqualTo(503);
        }
    }

    private static void assertLine(String logs, String text) {
        assertThat(logs.lines().filter(line -> line.contains(text))).hasSize(1);
    }
}
