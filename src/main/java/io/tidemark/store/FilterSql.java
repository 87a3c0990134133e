package io.tidemark.store;

import io.tidemark.event.Condition;
import io.tidemark.event.Condition.AccountIs;
import io.tidemark.event.Condition.Contains;
import io.tidemark.event.Condition.FieldIs;
import io.tidemark.event.Condition.From;
import io.tidemark.event.Condition.Has;
import io.tidemark.event.Condition.HasMetadata;
import io.tidemark.event.Condition.MetadataIs;
import io.tidemark.event.Condition.OutcomeIs;
import io.tidemark.event.Condition.To;
import io.tidemark.event.Condition.Types;
import io.tidemark.event.Filter;
import io.tidemark.event.JsonScalar;
import io.tidemark.event.PayloadCondition;
import io.tidemark.event.PayloadCondition.HasMember;
import io.tidemark.event.PayloadCondition.HasSide;
import io.tidemark.event.PayloadCondition.MemberIs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A filter as a WHERE clause: text that depends on no value, and the values. */
final class FilterSql {
    private static final String CONTAINS = """
            exists (select from unnest(array[operation, error_message, actor_display_name, target_name]) words (text) \
            where strpos(lower(words.text collate "C"), ?) > 0)""";

    // Not exists: the planner would read all payloads first, and find them no sooner.
    private static final String PAYLOAD = "(select %s from tidemark.payload where event_id = log.id)";

    private final List<String> clauses = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    FilterSql(Filter filter) {
        filter.conditions().forEach(this::add);
    }

    private FilterSql(FilterSql other) {
        clauses.addAll(other.clauses);
        parameters.addAll(other.parameters);
    }

    /** This and that clause. */
    FilterSql and(String clause, Object... values) {
        FilterSql both = new FilterSql(this);
        both.clauses.add(clause);
        both.parameters.addAll(List.of(values));
        return both;
    }

    FilterSql and(String clause, Positions positions) {
        FilterSql both = and(clause);
        both.parameters.addAll(positions.parameters());
        return both;
    }

    String clause() {
        return clauses.isEmpty() ? "true" : String.join(" and ", clauses);
    }

    List<Object> parameters() {
        return parameters;
    }

    private void add(Condition condition) {
        if (condition instanceof Types types) addTypes(types);
        else if (condition instanceof AccountIs account) {
            clauses.add("(account_id = ? or target_account_id = ?)");
            parameters.add(account.accountId());
            parameters.add(account.accountId());
        } else if (condition instanceof OutcomeIs is) {
            clauses.add(clause(is));
        } else if (condition instanceof FieldIs is) {
            add(column(is.field()) + " = ?", is.value());
        } else if (condition instanceof From from) {
            add("occurred_at >= ?", from.time());
        } else if (condition instanceof To to) {
            add("occurred_at < ?", to.time());
        } else if (condition instanceof Contains contains) {
            // strpos, not like: no character of it is special
            add(CONTAINS, Contains.folded(contains.words()));
        } else if (condition instanceof MetadataIs is) {
            add(
                    "metadata @> cast(? as jsonb)",
                    nested(is.path().names(), is.value().json()));
        } else if (condition instanceof HasMetadata has) {
            add(
                    "jsonb_path_exists(metadata, cast(? as jsonpath), '{}', true)",
                    jsonPath(has.path().names()));
        } else if (condition instanceof Has has) {
            clauses.add("num_nonnulls(" + columns(has.member()) + ") > 0");
        } else if (condition instanceof PayloadCondition of) addPayload(of);
    }

    private void addPayload(PayloadCondition condition) {
        clauses.add("has_payload");
        if (condition instanceof HasSide has) {
            clauses.add(PAYLOAD.formatted(has.side().text() + "_bytes is not null"));
        } else if (condition instanceof MemberIs is) {
            add(
                    PAYLOAD.formatted(is.path().root().text() + "::jsonb @> cast(? as jsonb)"),
                    nested(is.path().names(), is.value().json()));
        } else if (condition instanceof HasMember has) {
            add(
                    PAYLOAD.formatted("jsonb_path_exists(" + has.path().root().text()
                            + "::jsonb, cast(? as jsonpath), '{}', true)"),
                    jsonPath(has.path().names()));
        }
    }

    private void add(String clause, Object parameter) {
        clauses.add(clause);
        parameters.add(parameter);
    }

    private static String nested(List<String> names, String json) {
        String nested = json;
        for (int i = names.size() - 1; i >= 0; i--) nested = "{" + quoted(names.get(i)) + ":" + nested + "}";
        return nested;
    }

    /** Strict: a lax path would look into arrays. */
    private static String jsonPath(List<String> names) {
        return names.stream().map(name -> "." + quoted(name)).collect(Collectors.joining("", "strict $", ""));
    }

    private static String quoted(String name) {
        return new JsonScalar(name).json();
    }

    private void addTypes(Types types) {
        List<String> names = new ArrayList<>();
        for (String name : types.names()) {
            boolean prefix = Types.isPrefix(name);
            names.add(prefix ? "starts_with(event_type, ?)" : "event_type = ?");
            parameters.add(prefix ? Types.prefix(name) : name);
        }
        clauses.add("(" + String.join(" or ", names) + ")");
    }

    private static String columns(Condition.Member member) {
        return switch (member) {
            case SERVICE -> "service";
            case OPERATION -> "operation";
            case ACCOUNT -> "account_id";
            case ACTOR_ID -> "actor_id";
            case TARGET_ACCOUNT -> "target_account_id";
            case TARGET_ACTOR -> "target_actor_id";
            case ACTOR -> "actor_type, actor_display_name, actor_email, actor_client_id, actor_realm";
            case TARGET -> "target_type, target_id, target_name";
            case ERROR_CODE -> "error_code";
            case ERROR_MESSAGE -> "error_message";
            case ERROR_CATEGORY -> "error_category";
            case IP -> "ip";
            case USER_AGENT -> "user_agent";
            case SESSION -> "session_id";
            case REQUEST -> "request_id";
            case TRACE -> "trace_id";
            case DURATION -> "duration_ms";
            case METADATA -> "metadata";
            case REPLAYED_FROM -> "replayed_from";
        };
    }

    /** With a literal, so that the planner sees the partial index of failures. */
    static String clause(OutcomeIs is) {
        return "outcome = '" + is.outcome().text() + "'";
    }

    static String column(Condition.Field field) {
        return switch (field) {
            case ACTOR -> "actor_id";
            case TARGET -> "target_id";
            case SERVICE -> "service";
            case OPERATION -> "operation";
            case SESSION -> "session_id";
            case REQUEST -> "request_id";
            case TRACE -> "trace_id";
            case IP -> "ip";
        };
    }
}
