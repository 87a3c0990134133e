package io.tidemark.store;

import io.tidemark.event.Condition;
import io.tidemark.event.Condition.AccountIs;
import io.tidemark.event.Condition.Types;
import io.tidemark.event.Filter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parts of a filter that exclude each other and together are all of it: one for each type that is meant, for an
 * account as subject and as target. Immutable.
 */
final class Branches {
    private final List<Types> types = new ArrayList<>();
    private final List<AccountIs> accounts = new ArrayList<>();
    private final FilterSql rest;

    Branches(Filter filter) {
        List<Condition> others = new ArrayList<>();
        for (Condition condition : filter.conditions()) {
            if (condition instanceof AccountIs account) accounts.add(account);
            else if (condition instanceof Types some && !some.names().contains("*")) types.add(some);
            else if (!(condition instanceof Types)) others.add(condition);
        }
        rest = new FilterSql(new Filter(others));
    }

    /** Whether it matters which types there are. */
    boolean needTypes() {
        return types.stream().flatMap(some -> some.names().stream()).anyMatch(Types::isPrefix);
    }

    /** Each as a WHERE clause. {@code known} are the types that a prefix may stand for. */
    List<FilterSql> given(Collection<String> known) {
        List<FilterSql> branches = List.of(rest);
        for (Types some : types) branches = eachType(branches, names(some, known));
        for (AccountIs account : accounts) branches = subjectAndTarget(branches, account.accountId());
        return branches;
    }

    private static Set<String> names(Types types, Collection<String> known) {
        Set<String> names = new TreeSet<>();
        for (String name : types.names()) {
            if (!Types.isPrefix(name)) names.add(name);
            else
                known.stream()
                        .filter(type -> type.startsWith(Types.prefix(name)))
                        .forEach(names::add);
        }
        // No row has it: an answer of no rows is an answer too.
        if (names.isEmpty()) names.add("");
        return names;
    }

    private static List<FilterSql> eachType(List<FilterSql> branches, Set<String> names) {
        return branches.stream()
                .flatMap(branch -> names.stream().map(name -> branch.and("event_type = ?", name)))
                .toList();
    }

    private static List<FilterSql> subjectAndTarget(List<FilterSql> branches, String id) {
        List<FilterSql> both = new ArrayList<>();
        for (FilterSql branch : branches) {
            both.add(branch.and("account_id = ?", id));
            both.add(branch.and("target_account_id = ? and account_id is distinct from ?", id, id));
        }
        return both;
    }
}
