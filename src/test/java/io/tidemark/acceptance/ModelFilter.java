package io.tidemark.acceptance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A filter twice: as a query string, and as what it means for an event as it was posted. It shares nothing with the
 * product.
 */
record ModelFilter(String query, Predicate<JsonNode> wanted) {
    /** The events of the model's service under each condition there is, alone. */
    static List<ModelFilter> each(ModelEvents model) {
        ModelFilter service = member("service", "service", model.service());
        return conditions(model).stream().map(service::and).toList();
    }

    /** The events of the model's service under up to three random conditions. */
    static ModelFilter random(ModelEvents model) {
        ModelFilter filter = member("service", "service", model.service());
        int conditions = model.random().nextInt(4);
        List<String> given = new ArrayList<>();
        while (given.size() < conditions) {
            ModelFilter condition = model.oneOf(conditions(model));
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

    private static List<ModelFilter> conditions(ModelEvents model) {
        List<ModelFilter> all = new ArrayList<>();
        for (String type : List.of("model.a", "model.a*", "model_*", "nothing*")) {
            all.add(types(List.of(type)));
            all.add(types(List.of(type, model.oneOf(ModelEvents.TYPES))));
        }
        all.add(outcome("success"));
        all.add(outcome("failure"));
        ModelEvents.ACCOUNTS.forEach(account -> all.add(account(account)));
        all.add(member("actor", "actorId", model.oneOf(ModelEvents.ACCOUNTS)));
        all.add(member("operation", "operation", model.oneOf(ModelEvents.TEXTS)));
        all.add(member("session", "sessionId", "model-s1"));
        all.add(member("requestId", "requestId", "=r"));
        all.add(member("traceId", "traceId", "model-t2"));
        all.add(member("ip", "ip", "2001:db8::1"));
        all.add(new ModelFilter(
                "target=model-target", event -> text(event.path("target"), "id").equals("model-target")));
        all.add(from(model.time()));
        all.add(to(model.time()));
        for (String words : List.of("%", "_", "\\", "LINES", "script", "=1+1", "sum(", "ÄÖ", "' or", "\"quoted\"")) {
            all.add(words(words));
        }
        for (String root : List.of("metadata", "request", "response")) all.addAll(paths(root));
        for (String name : List.of(
                "operation",
                "actor",
                "target",
                "metadata",
                "durationMs",
                "metadata.plain",
                "metadata.deep.er",
                "payload",
                "request",
                "response",
                "request.plain",
                "response.deep.er",
                "response.text")) {
            all.add(has(name));
        }
        return all;
    }

    private static ModelFilter types(List<String> names) {
        return new ModelFilter(
                names.stream().map(name -> "eventType=" + Log.encoded(name)).collect(Collectors.joining("&")),
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

    /** Each way to it with each kind of value. */
    private static List<ModelFilter> paths(String root) {
        List<ModelFilter> all = new ArrayList<>();
        for (String scalar : List.of("12", "\"12\"", "1.50", "true", "\"true\"", "null", "\"=1+1\"")) {
            JsonNode wanted = Log.JSON.readTree(scalar);
            all.add(path(root, "plain", scalar, members -> same(members.path("plain"), wanted)));
            all.add(path(
                    root,
                    "deep.er",
                    scalar,
                    members -> same(members.path("deep").path("er"), wanted)));
            all.add(path(root, "\"do.t\\\"\"", scalar, members -> same(members.path("do.t\""), wanted)));
        }
        return all;
    }

    private static ModelFilter path(String root, String path, String scalar, Predicate<JsonNode> wanted) {
        return new ModelFilter(
                root + "." + Log.encoded(path) + "=" + Log.encoded(scalar), event -> wanted.test(root(event, root)));
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
