package io.tidemark.acceptance;

import static io.tidemark.acceptance.Streams.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.LiveReader;
import io.tidemark.testing.Node;
import io.tidemark.testing.Token;
import io.tidemark.testing.Transport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Three old partitions of 1,000 events go; what is younger stays. */
class RetentionIT {
    private static final int ROWS = 1_000;
    private static final long OLDEST = 3 * ROWS + 1;

    @TempDir
    private static Path exports;

    private static final String PAYLOADS = "select count(*) from tidemark.payload";

    private static final UUID late = UUID.randomUUID();
    private static OldLog old;
    private static Node node;

    @BeforeAll
    static void letGo() throws SQLException {
        old = OldLog.of(3, ROWS);
        try (Connection app = old.schema().asApp()) {
            InboxRow.of("login").withId(late).with("has_payload", true).insert(app);
            PayloadRow.of(late).side("request", "{\"late\":true}").insert(app);
        }
        node = old.forgetful("retention")
                .variable("tidemark.retention.export", exports.toString())
                .start();
        Await.until("dropped partitions", SOON, () -> old.tablesBelow(OLDEST), count -> count == 0);
        Await.until("events that tell so", SOON, () -> events("?eventType=audit.purge"), found -> found.size() == 3);
    }

    @AfterAll
    static void stop() {
        if (node != null) node.close();
    }

    @Test
    void tellsWhatHasGone() {
        JsonNode first = events("?eventType=audit.purge").get(2);

        JsonNode metadata = first.path("metadata");
        assertThat(metadata.path("first").asLong()).isEqualTo(1);
        assertThat(metadata.path("last").asLong()).isEqualTo(ROWS);
        assertThat(metadata.path("rows").asLong()).isEqualTo(ROWS);
        assertThat(metadata.path("reason").asString()).isEqualTo("policy");
        assertThat(metadata.path("file").asString()).isEqualTo("tidemark-1-1000.ndjson.gz");
        assertThat(metadata.path("sha256").asString()).hasSize(64);
        JsonNode state = admin().get("/api/v1/retention").json();
        assertThat(state.path("oldest").asLong()).isEqualTo(OLDEST);
        assertThat(state.path("removals"))
                .hasSize(3)
                .allSatisfy(removal ->
                        assertThat(removal.path("finishedAt").asString()).isNotEmpty());
    }

    @Test
    void keepsTheYoung() throws SQLException {
        assertThat(old.count("select min(seq) from tidemark.log")).isEqualTo(OLDEST);
        assertThat(events("?after=0&limit=1").get(0).path("seq").asLong()).isEqualTo(OLDEST);
    }

    @ParameterizedTest
    @EnumSource
    void refusesToResumeBelowWhatIsKept(Transport transport) {
        for (long cursor : new long[] {1, ROWS, OLDEST - 2}) {
            try (LiveReader gone = transport.read(node, reader(), "", cursor, 0)) {
                Refusal.of(gone).is(410, "cursor-gone").has("oldest", OLDEST);
            }
        }
        try (LiveReader exact = transport.read(node, reader(), "", OLDEST - 1, 0)) {
            assertThat(exact.awaitEvents(1, SOON).get(0).seq()).isEqualTo(OLDEST);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"events?after=", "events/export?after="})
    void refusesToGoOnBelowWhatIsKept(String path) {
        Api api = Api.of(node).as(reader());

        Refusal.of(api.get("/api/v1/" + path + (OLDEST - 2)))
                .is(410, "cursor-gone")
                .has("oldest", OLDEST);
        assertThat(api.get("/api/v1/" + path + (OLDEST - 1)).status()).isEqualTo(200);
    }

    @Test
    void exportsFromTheBeginningThatThereIs() {
        List<JsonNode> lines =
                Log.lines(Api.of(node).as(reader()).get("/api/v1/events/export").body());

        assertThat(lines.get(0).path("seq").asLong()).isEqualTo(OLDEST);
        JsonNode marker = lines.get(lines.size() - 1);
        assertThat(marker.path("complete").asBoolean()).isTrue();
        assertThat(marker.path("after").asLong()).isEqualTo(OLDEST - 1);
        assertThat(marker.path("count").asLong()).isEqualTo(lines.size() - 1L);
    }

    @Test
    void exportedEachPartitionWithWhatWasCaptured() throws IOException, NoSuchAlgorithmException {
        for (long first = 1; first < OLDEST; first += ROWS) {
            String name = "tidemark-%d-%d.ndjson.gz".formatted(first, first + ROWS - 1);
            byte[] file = Files.readAllBytes(exports.resolve(name));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(file);
            assertThat(exports.resolve(name + ".sha256"))
                    .hasContent(HexFormat.of().formatHex(digest) + "  " + name + "\n");

            List<JsonNode> lines;
            try (var in = new GZIPInputStream(new ByteArrayInputStream(file))) {
                lines = Log.lines(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
            assertThat(lines).hasSize(ROWS + 1);
            for (int i = 0; i < ROWS; i++) {
                JsonNode event = lines.get(i);
                assertThat(event.path("seq").asLong()).isEqualTo(first + i);
                assertThat(event.has("payload")).isEqualTo((first + i) % 10 == 0);
            }
            assertThat(lines.get(9).at("/payload/request/value/n").asLong()).isEqualTo(first + 9);
            assertThat(lines.get(ROWS).toString())
                    .isEqualTo("{\"complete\":true,\"after\":%d,\"head\":%d,\"count\":%d}"
                            .formatted(first - 1, first + ROWS - 1, ROWS));
        }
        try (var files = Files.list(exports)) {
            assertThat(files).hasSize(6);
        }
    }

    @Test
    void dropsThePayloadsOfWhatHasGone() throws SQLException {
        Await.until(
                "dropped payloads",
                SOON,
                () -> old.count(PAYLOADS + " where event_id <= '" + OldLog.id(OLDEST) + "'"),
                count -> count == 0);
        assertThat(old.count("select count(*) from pg_tables where tablename ~ '^payload_[0-3]$'"))
                .isZero();
    }

    /** Written while the third partition was filled, it got its position in the fourth. */
    @Test
    void keepsThePayloadOfAnEventThatGotItsPositionLate() {
        JsonNode event = Api.of(node).as(reader()).get("/api/v1/events/" + late).json();

        assertThat(event.path("seq").asLong()).isEqualTo(OLDEST);
        assertThat(event.at("/payload/request/value/late").asBoolean()).isTrue();
    }

    @Test
    void showsWhatItDidInMetrics() {
        String metrics = Api.of(node).get("/metrics").body();

        assertThat(metrics).containsPattern("tidemark_oldest_seq\\{[^}]*} 3001");
        assertThat(metrics).containsPattern("tidemark_dropped_partitions\\{[^}]*} 3");
        assertThat(metrics).containsPattern("tidemark_retention_failures\\{[^}]*} 0");
    }

    private static JsonNode events(String query) {
        return Api.of(node).as(reader()).get("/api/v1/events" + query).json().path("events");
    }

    private static String reader() {
        return Log.readerToken();
    }

    private static Api admin() {
        return Api.of(node).as(Token.of("admin").roles("audit-admin").sign());
    }
}
