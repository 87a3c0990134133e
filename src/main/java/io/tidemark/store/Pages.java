package io.tidemark.store;

import io.tidemark.event.Filter;
import io.tidemark.store.KnownTypes.Known;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Asks for the first rows of some positions that pass a filter.
 *
 * <p>Why not one WHERE clause? An index gives rows in the order of positions only under one value: for {@code a or b}
 * PostgreSQL walks over all rows, or sorts all that match. So each value of a filter that has several, of types and of
 * an account as subject or target, is a branch with a limit of its own, which reads no more than a page.
 *
 * @param heard the types that are known without asking
 * @param bounds those of windows that are known without asking
 */
record Pages(DataSource source, Order order, int limit, KnownTypes heard, KnownBounds bounds) {
    /** Above that, planning the branches costs more than they save. */
    static final int MOST_BRANCHES = 64;

    enum Order {
        OLDEST_FIRST(""),
        NEWEST_FIRST(" desc");

        private final String direction;

        Order(String direction) {
            this.direction = direction;
        }

        String by(String... columns) {
            return Stream.of(columns).map(column -> column + direction).collect(Collectors.joining(", "));
        }
    }

    /** What the first rows are asked of. */
    private record Branch(FilterSql where, String order) {
        String sql(String columns) {
            return "select " + columns + " from tidemark.log where " + where.clause() + " order by " + order
                    + " limit ?";
        }
    }

    /** With a plan that is made once if there is one for all values that such a filter may have. */
    Question question(String columns, Positions positions, Filter filter) {
        Question generic =
                new GenericPage(columns, positions, order, limit, this::types, this::window).question(filter);
        return generic == null ? custom(columns, positions, filter) : generic;
    }

    /** Planned for its values, each time. */
    Question custom(String columns, Positions positions, Filter filter) {
        Branches branches = new Branches(filter);
        if (!branches.needTypes()) return custom(columns, positions, branches.given(List.of()), filter);
        Known known = ask();
        // A type that arrives after that is above: the page must not reach beyond it.
        Positions seen = positions.within(new Positions(0, known.through()));
        List<FilterSql> given = branches.given(known.names());
        boolean few = given.size() <= MOST_BRANCHES;
        return custom(columns, seen, few ? given : List.of(new FilterSql(filter)), filter);
    }

    private Question custom(String columns, Positions positions, List<FilterSql> parts, Filter filter) {
        Window window = Window.of(filter, source, bounds);
        List<Branch> branches = new ArrayList<>();
        for (FilterSql part : parts) {
            if (window == null) {
                branches.add(new Branch(part.and(Positions.INSIDE, positions), order.by("seq")));
                continue;
            }
            Positions seen = positions.within(new Positions(0, window.head()));
            branches.add(new Branch(part.and(Positions.INSIDE, seen.within(window.positions())), order.by("seq")));
            FilterSql astray = part.and(Window.ASTRAY).and(Positions.INSIDE, seen);
            branches.add(new Branch(astray.and(Positions.OUTSIDE, window.positions()), order.by("seq + 0")));
        }
        return union(columns, branches);
    }

    private Question union(String columns, List<Branch> branches) {
        List<Object> parameters = new ArrayList<>();
        List<String> selects = new ArrayList<>();
        boolean one = branches.size() == 1;
        for (Branch branch : branches) {
            selects.add(one ? branch.sql(columns) : "(" + branch.sql("*") + ")");
            parameters.addAll(branch.where().parameters());
            parameters.add(limit);
        }
        if (one) return new Question(selects.get(0), parameters);
        parameters.add(limit);
        String sql = "select " + columns + " from (" + String.join(" union all ", selects) + ") branches order by "
                + order.by("seq") + " limit ?";
        return new Question(sql, parameters);
    }

    private Question window(Filter filter) {
        return Window.question(filter, source, bounds);
    }

    private Known types() {
        Known known = heard.known();
        if (known != null) return known;
        Known all = ask();
        heard.begin(all);
        return all;
    }

    private Known ask() {
        return Jdbc.query(source, KnownTypes.ALL, List.of(), Known::of);
    }
}
