package io.tidemark.bench;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Readers that read, with and without others on the same node that have stopped reading. */
final class Isolation implements Benchmark {
    private static final int HEALTHY = 5;
    private static final int STALLED = 40;
    private static final Paced PACED = new Paced(40, 20);

    /** With four of each, the median of the one exceeds all of the other by chance in some one run of ten. */
    private static final int ROUNDS = 8;

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /** So much that no socket's buffers hold it. */
    private static final int FLOOD = 400;

    private static final int LARGE = 32_000;

    /** They stay stalled for as long as it takes. */
    private static final String PATIENT = """
            <httpEndpoint id="defaultHttpEndpoint"><httpOptions writeTimeout="300s"/></httpEndpoint>
            """;

    @Override
    public String name() {
        return "isolation";
    }

    @Override
    public void run(Bench bench, Table table) throws Exception {
        var node = StreamNode.start(bench, "isolation", spec -> spec.xml("patient.xml", PATIENT));
        List<Double> alone = new ArrayList<>();
        List<Double> among = new ArrayList<>();
        try (var healthy = node.readers(HEALTHY)) {
            paced(node, healthy);
            for (int round = 0; round < ROUNDS; round++) {
                alone.add(paced(node, healthy));
                try (var stalled = node.stalled(STALLED)) {
                    flood(node, healthy);
                    among.add(paced(node, healthy));
                    long behind = behind(node);
                    Wrong.unless(behind == stalled.size(), behind + " streams are stalled");
                }
                Await.until("end of the stalled streams", DEADLINE, () -> open(node) == HEALTHY);
            }
        }
        double worst = Collections.max(alone);
        table.add(new Row(
                name(),
                "p99, " + HEALTHY + " readers, " + STALLED + " stalled",
                "ms",
                Measured.of(median(among), median(alone)),
                "none stalled",
                new Goal("≤ worst baseline", measured -> measured.figure() <= worst)));
    }

    private static double paced(StreamNode node, Crowd readers) throws SQLException {
        node.appender().pad(0);
        return Measured.percentile(99, PACED.log(node, readers));
    }

    private static void flood(StreamNode node, Crowd healthy) throws SQLException {
        node.appender().pad(LARGE);
        healthy.reset();
        long head = node.appender().head();
        node.appender().commit(FLOOD);
        healthy.await((long) FLOOD * HEALTHY, DEADLINE);
        healthy.check(node.appender().above(head));
    }

    private static long behind(StreamNode node) {
        return streams(node).filter(stream -> stream.path("lag").asLong() > 0).count();
    }

    private static long open(StreamNode node) {
        return streams(node).count();
    }

    private static Stream<JsonNode> streams(StreamNode node) {
        var answer = Api.of(node.node()).as(node.token()).get("/api/v1/streams");
        return answer.json().path("streams").valueStream();
    }

    private static double median(List<Double> values) {
        return Measured.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
