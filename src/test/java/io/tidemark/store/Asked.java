package io.tidemark.store;

import io.tidemark.event.Filter;
import io.tidemark.store.Pages.Order;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A statement of {@code GET /events}, of its first page: for benchmarks, which ask the same by plain JDBC.
 *
 * @param planning how a connection is told to plan it as the server's do
 */
public record Asked(String planning, String sql, List<Object> parameters) {
    private static final int PAGE = 51;

    /** The columns that readers get, comma-separated, of {@code tidemark.log}. */
    public static final String COLUMNS = Rows.COLUMNS;

    /** The one of that query string, which is not encoded. The source is asked for the types of the log, if they matter. */
    public static Asked firstPage(String query, DataSource source) {
        Question question = new Pages(source, Order.NEWEST_FIRST, PAGE, new KnownTypes(), new KnownBounds())
                .question(Rows.COLUMNS, new Positions(0, Long.MAX_VALUE - 1), filter(query));
        return of(question);
    }

    /** What those accounts are called, which a page says. */
    public static Asked names(String... accounts) {
        return of(AccountNames.question(List.of(accounts)));
    }

    private static Asked of(Question question) {
        return new Asked(Plan.settings(question), question.sql(), question.parameters());
    }

    static Filter filter(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) continue;
            String[] both = pair.split("=", 2);
            parameters.computeIfAbsent(both[0], none -> new ArrayList<>()).add(both[1]);
        }
        return Filter.of(parameters);
    }

    /** As SQL, under that name. */
    public String prepare(String name) {
        return Plan.prepare(name, sql);
    }

    public String execute(String name) {
        return Plan.execute(name, parameters);
    }
}
