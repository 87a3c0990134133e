package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.OpenSshImport;
import io.tidemark.testing.Api;
import io.tidemark.testing.Frame;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.SseReader;
import io.tidemark.testing.Token;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real input: the password logins of an OpenSSH server, from a collection that is not ours to distribute. */
class OpenSshImportIT {

    private static final int LOGINS = 529;
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Path FILE = Path.of(System.getProperty("project.basedir", ""))
            .resolve(System.getProperty("openssh.log", "../shared/data/openssh_2k.log"));

    @Test
    void storesEveryLoginOnceAndInOrder() throws Exception {
        assertThat(Files.isReadable(FILE))
                .as("The OpenSSH log is missing at %s: say where it is with -Dopenssh.log=", FILE)
                .isTrue();
        try (var node = Node.on(Servers.database())
                .named("import")
                .heap("256m")
                .variable("pg.url", Schema.empty().url())
                .start()) {
            var first = post(node);
            assertThat(first.path("stored").asInt()).isEqualTo(LOGINS);
            assertThat(first.path("known").asInt()).isZero();
            var ids = ids(first);
            assertThat(ids).hasSize(LOGINS).doesNotHaveDuplicates();

            try (var reader = SseReader.open(node, "/api/v1/stream?after=0", token("audit-reader"))) {
                // That somebody reads is the next event.
                var opened =
                        reader.awaitEvents(LOGINS + 1, DEADLINE).get(LOGINS).json();
                assertThat(opened.path("seq").asLong()).isEqualTo(LOGINS + 1);
                assertThat(opened.path("eventType").asString()).isEqualTo("audit.stream.open");
                var events = reader.events().subList(0, LOGINS);
                assertThat(events.stream().map(Frame::seq))
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, LOGINS).boxed().toList());
                assertThat(events.stream().map(event -> event.json().path("seq").asLong()))
                        .containsExactlyElementsOf(
                                events.stream().map(Frame::seq).toList());
                assertThat(events.stream().map(event -> event.json().path("id").asString()))
                        .containsExactlyElementsOf(ids);
                verifyContent(events.stream().map(Frame::json).toList());

                var again = post(node);
                assertThat(again.path("stored").asInt()).isZero();
                assertThat(again.path("known").asInt()).isEqualTo(LOGINS);
                assertThat(ids(again)).isEqualTo(ids);
                postOne(node);
                var last = reader.awaitEvents(LOGINS + 2, DEADLINE).get(LOGINS + 1);
                assertThat(last.seq()).isEqualTo(LOGINS + 2);
                assertThat(last.json().path("eventType").asString()).isEqualTo("after_import");
            }
        }
    }

    private static void verifyContent(List<JsonNode> events) {
        var unknown = events.get(
                0); // Dec 10 06:55:48 … Failed password for invalid user webmaster from 173.234.31.186 port 38926
        assertThat(unknown.path("eventType").asString()).isEqualTo("login");
        assertThat(unknown.path("outcome").asString()).isEqualTo("failure");
        assertThat(unknown.path("occurredAt").asString()).matches("\\d{4}-12-10T06:55:48\\.000000Z");
        assertThat(unknown.path("ip").asString()).isEqualTo("173.234.31.186");
        assertThat(unknown.path("metadata").path("port").asInt()).isEqualTo(38_926);
        assertThat(unknown.path("metadata").path("username").asString()).isEqualTo("webmaster");
        assertThat(unknown.has("accountId")).isFalse();

        var accepted = events.stream()
                .filter(event -> event.path("outcome").asString().equals("success"))
                .toList();
        assertThat(accepted).hasSize(1);
        assertThat(accepted.get(0).path("accountId").asString()).isEqualTo("fztu");
        assertThat(accepted.get(0).path("ip").asString()).isEqualTo("119.137.62.142");
        assertThat(accepted.get(0).path("metadata").path("port").asInt()).isEqualTo(49_116);
        assertThat(accepted.get(0).path("occurredAt").asString()).contains("-12-10T09:32:20.");
        assertThat(accepted.get(0).has("errorCode")).isFalse();

        var root = events.stream()
                .filter(event -> event.path("accountId").asString("").equals("root"))
                .toList();
        assertThat(root).isNotEmpty().allSatisfy(event -> {
            assertThat(event.path("outcome").asString()).isEqualTo("failure");
            assertThat(event.path("errorCategory").asString()).isEqualTo("authn");
        });
        assertThat(events).allSatisfy(event -> {
            boolean stranger = event.path("errorCode").asString("").equals("unknown_user");
            assertThat(event.has("accountId")).isNotEqualTo(stranger);
            assertThat(event.path("metadata").path("port").asInt()).isBetween(1, 65_535);
            assertThat(event.path("ip").asString()).matches("[0-9.]+");
        });
    }

    private static JsonNode post(Node node) throws Exception {
        var answer = OpenSshImport.post(node.uri("/"), token("audit-writer"), FILE);
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static void postOne(Node node) {
        var answer =
                Api.of(node).as(token("audit-writer")).postJson("/api/v1/events", "{\"eventType\":\"after_import\"}");
        assertThat(answer.status()).isEqualTo(201);
    }

    private static List<String> ids(JsonNode answer) {
        return answer.path("ids").valueStream().map(JsonNode::asString).toList();
    }

    private static String token(String role) {
        return Token.of("importer").roles(role).sign();
    }
}
