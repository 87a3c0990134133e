package io.tidemark.store;

import io.tidemark.event.Filter;
import io.tidemark.store.Pages.Order;
import java.util.List;
import javax.sql.DataSource;

/** The statement that is the first page of {@code GET /events}: for benchmarks, which ask the same by plain JDBC. */
public record Asked(String sql, List<Object> parameters) {
    private static final int PAGE = 51;

    /** The columns that readers get, comma-separated, of {@code tidemark.log}. */
    public static final String COLUMNS = Rows.COLUMNS;

    public static Asked firstPage(Filter filter, DataSource source) {
        Question question = new Pages(source, Order.NEWEST_FIRST, PAGE)
                .question(Rows.COLUMNS, new Positions(0, Long.MAX_VALUE - 1), filter);
        return new Asked(question.sql(), question.parameters());
    }
}
