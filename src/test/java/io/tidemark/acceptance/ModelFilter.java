package io.tidemark.acceptance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * A filter twice: as a query string, and as what it means for an event as it was posted. It shares nothing with the
 * product.
 */
record ModelFilter(String query, Predicate<JsonNode> wanted) {
    /** The events of the model's service under up to three random conditions. */
    static ModelFilter random(ModelEvents model) {
        ModelFilter filter = member("service", "service", model.service());
        int conditions = model.random().nextInt(4);
        List<String> given = new ArrayList<>();
        while (given.size() < conditions) {
            ModelFilter condition = condition(model);
            String name = condition.query().replaceFirst("=.*", "");
            // Most may be given once only.
            if (given.contains(name)) continue;
            given.add(name);
            filter = filter.and(condition);
        }
        return filter;
    }

    private ModelFilter and(ModelFilter other) {
        return new ModelFilter(query + "&" + other.query, wanted.and(other.wanted));
    }

    private static ModelFilter condition(ModelEvents model) {
        return switch (model.random().nextInt(20)) {
            case 0, 1 -> types(model);
            case 2 -> outcome(model.oneOf(List.of("success", "failure")));
            case 3, 4 -> account(model.oneOf(ModelEvents.ACCOUNTS));
            case 5 -> member("actor", "actorId", model.oneOf(ModelEvents.ACCOUNTS));
            case 6 -> member("operation", "operation", model.oneOf(ModelEvents.TEXTS));
            case 7 -> member("session", "sessionId", "model-s1");
            case 8 -> member("requestId", "requestId", "=r");
            case 9 -> member("traceId", "traceId", "model-t2");
            case 10 -> member("ip", "ip", "2001:db8::1");
            case 11 ->
                new ModelFilter(
                        "target=model-target",
                        event -> text(event.path("target"), "id").equals("model-target"));
            case 12 -> from(model.time());
            case 13 -> to(model.time());
            case 14 ->
                words(model.oneOf(List.of("%", "_", "\\", "LINES", "script", "=1+1", "ÄÖ", "' or", "\"quoted\"")));
            case 15 -> member(model, "metadata");
            case 16 -> member(model, "request");
            case 17 -> member(model, "response");
            case 18 ->
                has(model.oneOf(List.of(
                        "payload", "request", "response", "request.plain", "response.deep.er", "response.text")));
            default ->
                has(model.oneOf(List.of(
                        "operation",
                        "actor",
                        "target",
                        "metadata",
                        "durationMs",
                        "metadata.plain",
                        "metadata.deep.er")));
        };
    }

    private static ModelFilter types(ModelEvents model) {
        List<String> names =
                List.of(model.oneOf(List.of("model.a", "model.a*", "nothing*")), model.oneOf(ModelEvents.TYPES));
        return new ModelFilter(
                "eventType=" + Log.encoded(names.get(0)) + "&eventType=" + names.get(1),
                event -> names.stream()
                        .anyMatch(name -> name.endsWith("*")
                                ? text(event, "eventType").startsWith(name.substring(0, name.length() - 1))
                                : text(event, "eventType").equals(name)));
    }

    private static ModelFilter outcome(String outcome) {
        return new ModelFilter(
                "outcome=" + outcome,
                event -> event.path("outcome").asString("success").equals(outcome));
    }

    private static ModelFilter account(String account) {
        return new ModelFilter(
                "account=" + Log.encoded(account),
                event -> text(event, "accountId").equals(account)
                        || text(event, "targetAccountId").equals(account));
    }

    private static ModelFilter from(Instant time) {
        return new ModelFilter("from=" + time, event -> !time(event).isBefore(time));
    }

    private static ModelFilter to(Instant time) {
        return new ModelFilter("to=" + time, event -> time(event).isBefore(time));
    }

    private static ModelFilter words(String words) {
        String wanted = words.toLowerCase(Locale.ROOT);
        return new ModelFilter("q=" + Log.encoded(words), event -> {
            List<String> texts = List.of(
                    text(event, "operation"),
                    text(event, "errorMessage"),
                    text(event.path("actor"), "displayName"),
                    text(event.path("target"), "name"));
            // Only A to Z are folded; the model's other letters are upper case in both.
            return texts.stream().anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
        });
    }

    private static ModelFilter member(ModelEvents model, String root) {
        String scalar = model.oneOf(List.of("12", "\"12\"", "1.50", "true", "\"true\"", "null", "\"=1+1\""));
        int path = model.random().nextInt(3);
        String name = List.of("plain", "deep.er", "\"do.t\\\"\"").get(path);
        return new ModelFilter(root + "." + Log.encoded(name) + "=" + Log.encoded(scalar), event -> {
            JsonNode members = root(event, root);
            JsonNode found = List.of(members.path("plain"), members.path("deep").path("er"), members.path("do.t\""))
                    .get(path);
            return same(found, Log.JSON.readTree(scalar));
        });
    }

    private static ModelFilter has(String name) {
        String[] parts = name.split("\\.", -1);
        return new ModelFilter("has=" + name, event -> {
            JsonNode at = root(event, parts[0]);
            for (String part : Arrays.asList(parts).subList(1, parts.length)) at = at.path(part);
            return !at.isMissingNode();
        });
    }

    /** Where a path begins: the sides of the payload stand in it. */
    private static JsonNode root(JsonNode event, String name) {
        return (name.equals("request") || name.equals("response") ? event.path("payload") : event).path(name);
    }

    private static ModelFilter member(String parameter, String name, String value) {
        return new ModelFilter(
                parameter + "=" + Log.encoded(value), event -> text(event, name).equals(value));
    }

    private static boolean same(JsonNode found, JsonNode wanted) {
        if (found.isNumber() && wanted.isNumber()) return found.asDecimal().compareTo(wanted.asDecimal()) == 0;
        return found.equals(wanted);
    }

    private static Instant time(JsonNode event) {
        return Instant.parse(text(event, "occurredAt"));
    }

    private static String text(JsonNode object, String name) {
        return object.path(name).asString("");
    }
}
