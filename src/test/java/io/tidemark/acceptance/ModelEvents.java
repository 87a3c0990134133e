package io.tidemark.acceptance;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Random events of one service, from few values, so that filters find some and miss some. */
record ModelEvents(Random random, String service, Instant start) {
    static final List<String> TYPES = List.of("model.a", "model.a.b", "model.b", "modelA", "model_a");
    static final List<String> ACCOUNTS = List.of("model-alice", "model-bob", "model-Ünal", "model-%_\\");
    static final List<String> TEXTS = List.of(
            "plain",
            "=cmd|' /C calc'!A0",
            "+49 30 1234",
            "-1",
            "@SUM(A1:A9)",
            "\t=1+1",
            "  =1+1",
            "\u00a0＝1+1",
            "two\nlines",
            "two\r\n\"quoted\", lines",
            "</script><script>alert(1)</script>",
            "\u202eright to left",
            "\u200f=1+1",
            "100%",
            "under_score",
            "back\\slash",
            "' or 1=1 --",
            "ÄÖÜ 😀");
    static final List<String> SCALARS = List.of("12", "\"12\"", "1.5", "true", "\"true\"", "null", "\"=1+1\"", "[12]");

    private static final int MOMENTS = 40;

    /** They occurred within an hour that ended an hour ago, all under a service of their own. */
    static ModelEvents of(String prefix, long seed) {
        Instant start = Instant.now().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MICROS);
        return new ModelEvents(new Random(seed), prefix + "-" + UUID.randomUUID(), start);
    }

    List<ObjectNode> some(int count) {
        List<ObjectNode> events = new ArrayList<>();
        for (int i = 0; i < count; i++) events.add(one());
        return events;
    }

    /** A time that events may have, to the microsecond. */
    Instant time() {
        return moment(random.nextInt(MOMENTS));
    }

    /** The n-th of the times that events have, from 0. */
    Instant moment(int n) {
        return start.plus(n * 90_000_001L, ChronoUnit.MICROS);
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private ObjectNode one() {
        ObjectNode event = Log.JSON.createObjectNode();
        event.put("id", UUID.randomUUID().toString());
        event.put("eventType", oneOf(TYPES));
        event.put("service", service);
        event.put("occurredAt", time().toString());
        if (random.nextInt(3) == 0) event.put("outcome", "failure");
        maybe(event, "operation", TEXTS);
        maybe(event, "accountId", ACCOUNTS);
        maybe(event, "targetAccountId", ACCOUNTS);
        maybe(event, "actorId", ACCOUNTS);
        maybe(event, "errorMessage", TEXTS);
        maybe(event, "errorCode", TEXTS);
        maybe(event, "ip", List.of("192.0.2.1", "192.0.2.2", "2001:db8::1"));
        maybe(event, "userAgent", TEXTS);
        maybe(event, "sessionId", List.of("model-s1", "model-s2"));
        maybe(event, "requestId", List.of("model-r1", "model-r2", "=r"));
        maybe(event, "traceId", List.of("model-t1", "model-t2"));
        if (random.nextBoolean()) event.put("durationMs", random.nextInt(50));
        if (random.nextBoolean()) maybe(event.putObject("actor").put("type", "user"), "displayName", TEXTS);
        if (random.nextBoolean()) maybe(event.putObject("target").put("id", "model-target"), "name", TEXTS);
        if (random.nextBoolean()) metadata(event.putObject("metadata"));
        return event;
    }

    /**
     * Events with a payload, which cannot be posted: what was captured stands in the member {@code payload}, its sides as
     * they are.
     */
    List<ObjectNode> captured(int count) {
        List<ObjectNode> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ObjectNode event = Log.JSON.createObjectNode();
            event.put("id", UUID.randomUUID().toString());
            event.put("eventType", oneOf(TYPES));
            event.put("service", service);
            event.put("occurredAt", time().toString());
            event.put("outcome", oneOf(List.of("success", "failure")));
            ObjectNode payload = event.putObject("payload");
            metadata(payload.putObject("request"));
            if (random.nextBoolean()) metadata(payload.putObject("response"));
            else if (random.nextBoolean()) payload.set("response", Log.JSON.readTree(oneOf(SCALARS)));
            events.add(event);
        }
        return events;
    }

    private void metadata(ObjectNode metadata) {
        if (random.nextBoolean()) metadata.set("plain", Log.JSON.readTree(oneOf(SCALARS)));
        if (random.nextBoolean()) metadata.putObject("deep").set("er", Log.JSON.readTree(oneOf(SCALARS)));
        // Not on the path deep.er.
        else if (random.nextBoolean()) metadata.putArray("deep").addObject().put("er", 12);
        if (random.nextBoolean()) metadata.set("do.t\"", Log.JSON.readTree(oneOf(SCALARS)));
        maybe(metadata, "text", TEXTS);
    }

    private void maybe(ObjectNode object, String name, List<String> values) {
        if (random.nextBoolean()) object.put(name, oneOf(values));
    }
}
