package io.tidemark.bench;

import io.tidemark.testing.Token;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** The log as a file of JSON lines. */
final class Export implements Benchmark {
    private static final int EVENTS = 1_000_000;
    private static final int ROUNDS = 2;

    /** The last line is shorter. */
    private static final int MARKER = 100;

    private static final double MIB = 1 << 20;
    private static final double SLACK = 16;
    private static final String LINE = "{\"seq\":";
    private static final String COPY = """
            copy (select row_to_json(event) from (
              select seq, id, event_type as "eventType", event_version as "eventVersion", outcome, occurred_at as "occurredAt",
                recorded_at as "recordedAt", service, operation, source, node_id as "nodeId", account_id as "accountId", actor_id as "actorId",
                target_account_id as "targetAccountId", target_actor_id as "targetActorId", actor_type as "actorType",
                actor_display_name as "actorDisplayName", actor_email as "actorEmail", actor_client_id as "actorClientId",
                actor_realm as "actorRealm", target_type as "targetType", target_id as "targetId", target_name as "targetName",
                error_code as "errorCode", error_message as "errorMessage", error_category as "errorCategory", ip, user_agent as "userAgent",
                session_id as "sessionId", request_id as "requestId", trace_id as "traceId", duration_ms as "durationMs", metadata,
                replayed_from as "replayedFrom", has_payload as "hasPayload"
              from tidemark.log where seq > %d and seq <= %d order by seq) event) to stdout""";

    @Override
    public String name() {
        return "export";
    }

    @Override
    public long log() {
        return EVENTS;
    }

    @Override
    public void run(Bench bench, Table table) throws Exception {
        var node = StreamNode.start(bench, "export", UnaryOperator.identity());
        var database = bench.own(bench.database().asApp());
        String variant = Table.number((double) EVENTS) + " events, NDJSON";
        long after = bench.log() - EVENTS;
        Measured heap = heap(node, after);
        var rounds = Rounds.cold(ROUNDS)
                .trial("export", () -> export(node, after, List.of()))
                .trial("copy", () -> copy(database, after))
                .run();
        table.add(new Row(
                name(),
                variant,
                "events/s",
                rounds.measured("export", "copy"),
                "COPY … to stdout of the same columns as JSON",
                Goal.ratioAtLeast(0.4)));
        table.add(new Row(
                name(),
                variant + ": heap after a collection",
                "MiB",
                heap,
                "after a quarter of the events; the figure is the most until the end",
                Goal.within(SLACK)));
    }

    /** Also warms up. */
    private static Measured heap(StreamNode node, long after) throws Exception {
        List<Double> heaps = new ArrayList<>();
        export(node, after, heaps);
        double most = heaps.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return Measured.of(most, heaps.get(0));
    }

    /** Looks at the heap after each quarter, if there is a list for it. */
    private static double export(StreamNode node, long after, List<Double> heaps) throws Exception {
        long start = System.nanoTime();
        var connection = (HttpURLConnection)
                node.node().uri("/api/v1/events/export?after=" + after).toURL().openConnection();
        String token = Token.of("exporter")
                .roles("audit-reader")
                .expiresIn(Duration.ofHours(1))
                .sign();
        connection.setRequestProperty("Authorization", "Bearer " + token);
        var lines = new Lines(LINE);
        byte[] buffer = new byte[1 << 16];
        boolean looks = heaps instanceof ArrayList;
        String end = "";
        try (var in = connection.getInputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                lines.write(buffer, 0, length);
                end = lastOf(end, buffer, length);
                if (looks && heaps.size() < 3 && lines.count() >= (heaps.size() + 1L) * EVENTS / 4) {
                    heaps.add(Vitals.of(node).heap() / MIB);
                }
            }
        }
        long nanos = System.nanoTime() - start;
        Wrong.unless(end.contains("{\"complete\":true"), "the export ends with " + end);
        // Events of others came after the million: those of this reading.
        Wrong.unless(lines.count() >= EVENTS && lines.count() < EVENTS + 1_000, lines.count() + " events");
        return lines.count() * 1e9 / nanos;
    }

    private static String lastOf(String before, byte[] buffer, int length) {
        int from = Math.max(0, length - MARKER);
        String both = before + new String(buffer, from, length - from, StandardCharsets.US_ASCII);
        return both.substring(Math.max(0, both.length() - MARKER));
    }

    private static double copy(Connection database, long after) throws Exception {
        var lines = new Lines(LINE);
        long start = System.nanoTime();
        new CopyManager(database.unwrap(BaseConnection.class)).copyOut(COPY.formatted(after, after + EVENTS), lines);
        long nanos = System.nanoTime() - start;
        Wrong.unless(lines.count() == EVENTS, lines.count() + " rows instead of " + EVENTS);
        return EVENTS * 1e9 / nanos;
    }
}
