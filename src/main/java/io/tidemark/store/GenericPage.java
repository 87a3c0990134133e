package io.tidemark.store;

import io.tidemark.event.Condition;
import io.tidemark.event.Condition.AccountIs;
import io.tidemark.event.Condition.FieldIs;
import io.tidemark.event.Condition.OutcomeIs;
import io.tidemark.event.Condition.Types;
import io.tidemark.event.Filter;
import io.tidemark.store.KnownTypes.Known;
import io.tidemark.store.Pages.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the first rows of some positions that pass a filter of one kind: everything, one condition that has an index,
 * or a window of time. One way is right for all its values, be the log as small or as large as it may, so that PostgreSQL
 * plans it once for a connection. That saves more than it takes to read a page.
 *
 * <p>Why rows are compared, and sorted by the column too, which has one value: by equality the index of positions has that
 * order as well, and would seem cheaper for a value that may be frequent.
 */
record GenericPage(
        String columns,
        Positions positions,
        Order order,
        int limit,
        Supplier<Known> types,
        Function<Filter, Question> windows) {
    private static final String UNDER =
            "%1$s is not null and (%1$s, seq) > (%2$s, ?) and (%1$s, seq) <= (%2$s, ?) and " + Positions.INSIDE;

    /** Begun by some of these, and none of those. */
    private static final String BEGUN =
            "exists (select from unnest(cast(? as varchar[])) prefix where starts_with(event_type, prefix)) "
                    + "and event_type <> all (cast(? as varchar[]))";

    /** Above what the types are known of, if it is that log and has come as far: an earlier state of it may have come back. */
    private static final String UNHEARD =
            "seq > greatest(?, (select case when log_id = ? and next_seq > ? then cast(? as bigint) else 0 end "
                    + "from tidemark.sequencer)) and seq <= ?";

    private static final String NAMES =
            "with wanted as materialized (select name from unnest(cast(? as varchar[])) given (name)) ";

    private static final String IN_WINDOW =
            "seq > greatest(?, (select first - 1 from bounds)) and seq <= least(?, (select beyond - 1 from bounds))";

    /**
     * If there are such positions at all: asked first, and once. An expression, lest the index of positions is taken, which
     * has all of them.
     */
    private static final String OUT_OF_WINDOW =
            "(? < (select first - 1 from bounds) or (select beyond - 1 from bounds) < least(?, (select head from bounds))) "
                    + "and seq + 0 > ? and seq + 0 <= ? "
                    + "and (seq + 0 < (select first from bounds) or seq + 0 >= (select beyond from bounds))";

    /** Absent if the plan had to depend on what the values are. */
    @Nullable Question question(Filter filter) {
        List<Condition> conditions = filter.conditions();
        if (conditions.isEmpty()) return along("true");
        // Among few positions, it may be best to look at all of them.
        if (Window.isAllOf(filter)) return positions.above() == 0 ? in(filter) : null;
        return conditions.size() == 1 ? question(conditions.get(0)) : null;
    }

    private @Nullable Question question(Condition only) {
        if (only instanceof Types types) return of(types);
        if (only instanceof AccountIs account) return of(account);
        if (only instanceof FieldIs is) return under(FilterSql.column(is.field()), is.value());
        if (only instanceof OutcomeIs is) return along(FilterSql.clause(is));
        return null;
    }

    /** In the order of positions, which the clause may have an index of its own for: smaller, and always cheaper. */
    private Question along(String clause) {
        String sql = select(columns, clause + " and " + Positions.INSIDE, "seq");
        return new Question(sql, List.of(positions.above(), positions.last(), limit), true);
    }

    private Question under(String column, String value) {
        return new Question(select(columns, UNDER.formatted(column, "?"), column, "seq"), under(value), true);
    }

    private List<Object> under(String value) {
        return List.of(value, positions.above(), value, positions.last(), positions.above(), positions.last(), limit);
    }

    private Question of(AccountIs account) {
        String id = account.accountId();
        String subject = select("*", UNDER.formatted("account_id", "?"), "account_id", "seq");
        String unlessBoth = "account_id is distinct from ? and ";
        String target = select("*", unlessBoth + UNDER.formatted("target_account_id", "?"), "target_account_id", "seq");
        List<Object> parameters = new ArrayList<>(under(id));
        parameters.add(id);
        parameters.addAll(under(id));
        return first("(" + subject + ") union all (" + target + ")", parameters);
    }

    private Question of(Types types) {
        Set<String> names = new TreeSet<>();
        Set<String> prefixes = new TreeSet<>();
        for (String name : types.names()) {
            if (Types.isPrefix(name)) prefixes.add(Types.prefix(name));
            else names.add(name);
        }
        if (prefixes.contains("")) return along("true");
        if (!prefixes.isEmpty()) return begunBy(prefixes, names);
        return names.size() == 1 ? under("event_type", names.iterator().next()) : ofEach(names);
    }

    private Question ofEach(Set<String> names) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(array(names));
        parameters.addAll(ofOneName());
        return with(NAMES, first(ofEach(), parameters));
    }

    /**
     * Of these names, of each type that is known to begin so, and of what begins so and is not known. With too many
     * types, all that begins so is taken for unknown.
     */
    private Question begunBy(Set<String> prefixes, Set<String> names) {
        Known known = types.get();
        Set<String> wanted = new TreeSet<>(names);
        for (String name : known.names()) {
            if (prefixes.stream().anyMatch(name::startsWith)) wanted.add(name);
        }
        boolean few = wanted.size() <= Pages.MOST_BRANCHES;
        if (!few) wanted.retainAll(names);
        long through = few ? known.through() : 0;
        List<Object> parameters = new ArrayList<>();
        parameters.add(array(wanted));
        parameters.addAll(ofOneName());
        parameters.addAll(List.of(array(prefixes), array(wanted)));
        parameters.addAll(List.of(positions.above(), known.logId(), through, through, positions.last(), limit));
        String unknown = select("*", BEGUN + " and " + UNHEARD, "seq");
        return with(NAMES, first("(" + ofEach() + ") union all (" + unknown + ")", parameters));
    }

    private String ofEach() {
        String each = select("*", UNDER.formatted("event_type", "name"), "event_type", "seq");
        return "select found.* from wanted cross join lateral (" + each + ") found";
    }

    private List<Object> ofOneName() {
        List<Object> parameters = new ArrayList<>(positions.parameters());
        parameters.addAll(positions.parameters());
        parameters.add(limit);
        return parameters;
    }

    private Question in(Filter window) {
        FilterSql times = new FilterSql(window);
        Question bounds = windows.apply(window);
        String inside = select("*", times.clause() + " and " + IN_WINDOW, "seq");
        String astray = select("*", times.clause() + " and " + Window.ASTRAY + " and " + OUT_OF_WINDOW, "seq + 0");
        List<Object> parameters = new ArrayList<>(bounds.parameters());
        parameters.addAll(times.parameters());
        parameters.addAll(positions.parameters());
        parameters.add(limit);
        parameters.addAll(times.parameters());
        parameters.addAll(positions.parameters());
        parameters.addAll(positions.parameters());
        parameters.add(limit);
        Question found = first("(" + inside + ") union all (" + astray + ")", parameters);
        return with("with bounds as materialized (" + bounds.sql() + ") ", found);
    }

    private static Question with(String tables, Question question) {
        return new Question(tables + question.sql(), question.parameters(), true);
    }

    private static String[] array(Set<String> values) {
        return values.toArray(String[]::new);
    }

    private Question first(String rows, List<Object> parameters) {
        List<Object> all = new ArrayList<>(parameters);
        all.add(limit);
        return new Question(
                "select " + columns + " from (" + rows + ") rows order by " + order.by("seq") + " limit ?", all, true);
    }

    private String select(String what, String clause, String... by) {
        return "select " + what + " from tidemark.log where " + clause + " order by " + order.by(by) + " limit ?";
    }
}
