package io.tidemark.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How PostgreSQL answered a question.
 *
 * @param indexes that it read, by the names that migrations gave them
 * @param scans other ways in which it read the log and its payloads
 * @param rows of them that it looked at, those that it found to be wrong included
 */
record Plan(Set<String> indexes, List<String> scans, long rows, String text) {
    private static final String NAMES = """
            select c.relname as part, p.relname as whole from pg_inherits i
            join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent where c.relkind = 'i'
            """;

    /** Asks the question as the server does: see {@link Jdbc} and {@code options} in server.xml. */
    static Plan of(Question question, Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("reset all");
            statement.execute(settings(question));
            statement.execute("deallocate all");
            statement.execute(prepare("question", question.sql()));
            try (var rows = statement.executeQuery(
                    "explain (analyze, timing off, format json) " + execute("question", question.parameters()))) {
                rows.next();
                JsonNode json = JsonMapper.shared().readTree(rows.getString(1));
                return read(json.path(0).path("Plan"), names(connection), json);
            }
        }
    }

    /** For a whole session what the server sets for one statement. */
    static String settings(Question question) {
        String each = "set plan_cache_mode = force_custom_plan";
        return question.generic() ? each + "; select ''" + Jdbc.GENERIC.replace(", true)", ", false)") : each;
    }

    static String prepare(String name, String sql) {
        return "prepare " + name + " as " + numbered(sql);
    }

    static String execute(String name, List<Object> parameters) {
        return "execute " + name + "(" + String.join(", ", literals(parameters)) + ")";
    }

    private static Plan read(JsonNode root, Map<String, String> names, JsonNode json) {
        Set<String> indexes = new TreeSet<>();
        List<String> scans = new ArrayList<>();
        long rows = 0;
        for (JsonNode node : nodes(root)) {
            long loops = node.path("Actual Loops").asLong();
            if (loops == 0) continue;
            String index = node.path("Index Name").asString("");
            String type = node.path("Node Type").asString();
            if (node.path("Relation Name").asString("").equals("sequencer")) continue;
            if (!index.isEmpty()) indexes.add(names.getOrDefault(index, index));
            else if (node.has("Relation Name") && !type.equals("Bitmap Heap Scan")) scans.add(type);
            if (node.has("Relation Name")) rows += Math.round(loops * touched(node));
        }
        return new Plan(indexes, scans, rows, json.toPrettyString());
    }

    private static double touched(JsonNode node) {
        return node.path("Actual Rows").asDouble()
                + node.path("Rows Removed by Filter").asDouble(0)
                + node.path("Rows Removed by Index Recheck").asDouble(0);
    }

    private static List<JsonNode> nodes(JsonNode root) {
        List<JsonNode> nodes = new ArrayList<>(List.of(root));
        root.path("Plans").forEach(child -> nodes.addAll(nodes(child)));
        return nodes;
    }

    private static Map<String, String> names(Connection connection) throws SQLException {
        Map<String, String> names = new HashMap<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(NAMES)) {
            while (rows.next()) names.put(rows.getString("part"), rows.getString("whole"));
        }
        return names;
    }

    private static String numbered(String sql) {
        AtomicInteger parameters = new AtomicInteger();
        return Pattern.compile("\\?").matcher(sql).replaceAll(any -> "\\$" + parameters.incrementAndGet());
    }

    private static List<String> literals(List<Object> values) {
        return values.stream()
                .map(value -> value instanceof String[] array ? "{" + String.join(",", array) + "}" : value.toString())
                .map(text -> "'" + text.replace("'", "''") + "'")
                .toList();
    }
}
