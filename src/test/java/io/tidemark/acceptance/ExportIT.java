package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Token;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ExportIT {
    private static final Log LOG = new Log(Servers.node());
    private static final String EXPORT = "/api/v1/events/export";
    private static final String SERVICE = "export-" + UUID.randomUUID();
    private static final int EVENTS = 600;

    /** More than the buffers between server and client hold. */
    private static final int LARGE = 20_000;

    @BeforeAll
    static void storeLargeEvents() {
        byte[] noise = new byte[LARGE * 3 / 4];
        Random random = new Random(1);
        List<ObjectNode> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            random.nextBytes(noise);
            ObjectNode event = event(SERVICE);
            event.putObject("metadata")
                    .put("n", i)
                    .put("noise", Base64.getEncoder().encodeToString(noise));
            events.add(event);
        }
        LOG.store(events);
    }

    @Test
    void endsWithAMarkerThatNamesTheRangeAndTheNumber() {
        long after = LOG.store(List.of(event("export-" + UUID.randomUUID())));
        String service = "export-" + UUID.randomUUID();
        LOG.store(List.of(event(service), event(service), event(service)));

        Api.Answer answer = LOG.reader().get(EXPORT + "?after=" + after + "&service=" + service);

        List<JsonNode> lines = Log.lines(answer.body());
        JsonNode marker = lines.get(3);
        assertThat(lines).hasSize(4);
        assertThat(marker.path("complete").asBoolean()).isTrue();
        assertThat(marker.path("after").asLong()).isEqualTo(after);
        assertThat(marker.path("count").asInt()).isEqualTo(3);
        assertThat(marker.path("head").asLong())
                .isGreaterThanOrEqualTo(lines.get(2).path("seq").asLong());
        assertThat(answer.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(answer.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"tidemark-" + (after + 1) + "-"
                        + marker.path("head").asLong() + ".ndjson\"");
    }

    @Test
    void hasAColumnForEveryMemberAndTheMarkerAsTheLastRecord() {
        String service = "export-" + UUID.randomUUID();
        ObjectNode full = event(service);
        for (String name : List.of("operation", "nodeId", "accountId", "actorId", "targetAccountId", "targetActorId")) {
            full.put(name, name);
        }
        for (String name :
                List.of("errorCode", "errorMessage", "ip", "userAgent", "sessionId", "requestId", "traceId")) {
            full.put(name, name);
        }
        full.put("errorCategory", "system")
                .put("durationMs", 12)
                .put("replayedFrom", UUID.randomUUID().toString());
        for (String name : List.of("type", "displayName", "email", "clientId", "realm")) {
            full.withObject("actor").put(name, name);
        }
        for (String name : List.of("type", "id", "name"))
            full.withObject("target").put(name, name);
        full.putObject("metadata").put("a", "=1");
        LOG.store(List.of(full));
        JsonNode shown = Log.lines(
                        LOG.reader().get(EXPORT + "?service=" + service).body())
                .get(0);

        Api.Answer answer = LOG.reader().get(EXPORT + "?format=csv&service=" + service);

        Map<String, String> row = new CsvReader(answer.body()).rows().get(0);
        List<String> members = new ArrayList<>();
        shown.properties().forEach(member -> {
            if (member.getKey().equals("actor") || member.getKey().equals("target")) {
                member.getValue().properties().forEach(inner -> members.add(member.getKey() + "." + inner.getKey()));
            } else {
                members.add(member.getKey());
            }
        });
        // Absent here: nothing was captured.
        assertThat(row.remove("hasPayload")).isEmpty();
        assertThat(row.keySet()).containsExactlyElementsOf(members);
        for (String member : members) {
            JsonNode value = shown;
            for (String name : member.split("\\.", -1)) value = value.path(name);
            assertThat(row.get(member)).isEqualTo(value.isObject() ? "{\"a\": \"=1\"}" : value.asString());
        }
        List<List<String>> records = new CsvReader(answer.body()).records();
        List<String> marker = records.get(records.size() - 1);
        assertThat(marker).hasSameSizeAs(records.get(0));
        assertThat(marker.get(0)).isEqualTo("# complete");
        assertThat(marker.get(1)).isEqualTo("after=0");
        assertThat(marker.get(2)).matches("head=[0-9]+");
        assertThat(marker.get(3)).isEqualTo("count=1");
        assertThat(answer.header("Content-Type")).isEqualTo("text/csv;charset=utf-8;header=present");
    }

    @ParameterizedTest
    @CsvSource({"ndjson, 1", "ndjson, 250", "ndjson, 377", "csv, 251", "csv, 599"})
    void isToTheByteTheSameWhenItIsResumed(String format, int cut) {
        String path = EXPORT + "?format=" + format + "&service=" + SERVICE;
        List<String> whole = events(LOG.reader().get(path).body());
        List<String> first = whole.subList(0, cut);
        long last = seq(first.get(cut - 1));

        List<String> rest = events(LOG.reader().get(path + "&after=" + last).body());

        List<String> joined = new ArrayList<>(first);
        joined.addAll(rest);
        assertThat(whole).hasSize(EVENTS);
        assertThat(joined).isEqualTo(whole);
    }

    @Test
    void holdsWhatThereWasWhenItBegan() throws IOException {
        String path = EXPORT + "?eventType=model.export";
        try (RawDownload download = new RawDownload(LOG.node(), path, Log.readerToken())) {
            download.begin();
            ObjectNode late = event(SERVICE + "-late");
            long seq = LOG.store(List.of(late));

            assertThat(download.isCompleteAtEnd()).isTrue();
            String text = download.text();
            long head =
                    Long.parseLong(text.replaceFirst("(?s).*\"complete\":true,\"after\":0,\"head\":([0-9]+).*", "$1"));
            assertThat(head).isLessThan(seq);
            assertThat(text).doesNotContain(late.path("id").asString());
        }
    }

    /** What is cut must not look like what is complete, neither to a program that reads lines nor to an HTTP client. */
    @Test
    void isCutWithoutMarkerWhenTheReaderIsRevoked() throws IOException {
        String account = "reader-" + UUID.randomUUID();
        String token = Token.of(account).roles("audit-reader").sign();
        try (RawDownload download = new RawDownload(LOG.node(), EXPORT + "?service=" + SERVICE, token)) {
            download.begin();
            Api admin = Api.of(LOG.node())
                    .as(Token.of("admin-" + UUID.randomUUID())
                            .roles("audit-admin")
                            .sign());
            assertThat(admin.post("/api/v1/accounts/" + account + "/revoke-sessions")
                            .status())
                    .isEqualTo(200);

            assertThat(download.isCompleteAtEnd()).isFalse();
            assertThat(download.text()).startsWith("HTTP/1.1 200").doesNotContain("complete");
        }
    }

    @Test
    void isZippedWhenTheClientAsksForIt() throws IOException, InterruptedException {
        String path = EXPORT + "?service=" + SERVICE;
        HttpRequest request = HttpRequest.newBuilder(LOG.node().uri(path))
                .header("Authorization", "Bearer " + Log.readerToken())
                .header("Accept-Encoding", "br, gzip;q=0.8")
                .build();
        HttpResponse<byte[]> zipped = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
        Api.Answer plain = LOG.reader().with("Accept-Encoding", "gzip;q=0").get(path);

        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(zipped.headers().allValues("Vary")).contains("Accept-Encoding");
        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(plain.headers().allValues("Vary")).contains("Accept-Encoding");
        try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(events(new String(unzipped.readAllBytes(), StandardCharsets.UTF_8)))
                    .isEqualTo(events(plain.body()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "format=xml, 400, invalid-parameter, format",
        "format=csv&format=csv, 400, invalid-parameter, format",
        "after=-1, 400, invalid-parameter, after",
        "after=x, 400, invalid-parameter, after",
        "limit=5, 400, unknown-parameter, limit",
        "outcome=maybe, 400, invalid-parameter, outcome",
        "after=9000000000000000000, 409, cursor-ahead, ''"
    })
    void refusesWhatItCannotDo(String query, int status, String problem, String field) {
        Api.Answer answer = LOG.reader().get(EXPORT + "?" + query);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(URI.create(answer.json().path("type").asString()).getPath()).isEqualTo("/problems/" + problem);
        assertThat(answer.json().path("field").asString("")).isEqualTo(field);
    }

    @Test
    void isForReadersOnly() {
        String token = Token.of("writer").roles("audit-writer", "audit-admin").sign();

        assertThat(Api.of(LOG.node()).as(token).get(EXPORT).status()).isEqualTo(403);
        assertThat(Api.of(LOG.node()).get(EXPORT).status()).isEqualTo(401);
    }

    private static ObjectNode event(String service) {
        return Log.JSON
                .createObjectNode()
                .put("id", UUID.randomUUID().toString())
                .put("eventType", "model.export")
                .put("service", service);
    }

    /** Event lines with their ends, whichever format; the cells of these events hold no line end. */
    private static List<String> events(String text) {
        List<String> lines = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at) + 1;
            String line = text.substring(at, end);
            if (!line.startsWith("seq,") && !line.startsWith("# complete") && !line.startsWith("{\"complete\"")) {
                lines.add(line);
            }
            at = end;
        }
        return lines;
    }

    private static long seq(String line) {
        return Long.parseLong(line.replaceFirst("(?s)^(?:\\{\"seq\":)?([0-9]+),.*", "$1"));
    }
}
