package io.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Filter;
import io.tidemark.store.Pages.Order;
import io.tidemark.testing.Million;
import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What PostgreSQL does for each filter, on a million events. The README's table of filters says the same. */
class PlansIT {
    /** A page of {@code GET /events}, and one of a stream that catches up; of an export it is about the same. */
    private static final List<Integer> LIMITS = List.of(51, 256);

    /** How a stream that catches up and an export have a page planned, and how {@code GET /events} has. */
    private enum Planning {
        EACH_TIME,
        ONCE;

        Question question(Pages pages, Positions positions, Filter filter) {
            return this == ONCE
                    ? pages.question(Rows.COLUMNS, positions, filter)
                    : pages.custom(Rows.COLUMNS, positions, filter);
        }
    }

    private static final PGSimpleDataSource SOURCE = new PGSimpleDataSource();
    private static Connection connection;

    @BeforeAll
    static void fillTheLog() throws Exception {
        SOURCE.setUrl(Million.filled().url());
        SOURCE.setUser("tidemark_app");
        SOURCE.setPassword("tidemark_app");
        connection = SOURCE.getConnection();
    }

    @AfterAll
    static void hangUp() throws SQLException {
        connection.close();
    }

    /**
     * Values that are frequent, that are only in the oldest events, that are in none. Under a frequent value PostgreSQL may
     * as well walk along log_pkey until it has found a page, if it plans for that value.
     */
    @ParameterizedTest
    @CsvSource({
        "'', 1, log_pkey",
        "eventType=login, 1, log_event_type log_pkey",
        "eventType=bootstrap, 1, log_event_type",
        "eventType=nothing, 1, log_event_type",
        "eventType=login&eventType=bootstrap&eventType=nothing, 3, log_event_type log_pkey",
        "eventType=role_grant_*, 2, log_event_type",
        "eventType=log*&eventType=login&eventType=boot*, 3, log_event_type log_pkey",
        "eventType=nothing*, 1, log_event_type",
        "eventType=*, 1, log_pkey",
        "outcome=failure, 1, log_failure log_pkey",
        "account=account-0, 2, log_account log_target_account",
        "account=gone, 2, log_account log_target_account",
        "account=nobody, 2, log_account log_target_account",
        "actor=actor-0, 1, log_actor",
        "actor=gone, 1, log_actor",
        "actor=nobody, 1, log_actor",
        "target=thing-7, 1, log_target",
        "target=nothing, 1, log_target",
        "service=service-0, 1, log_service log_pkey",
        "service=retired, 1, log_service",
        "service=nothing, 1, log_service",
        "operation=Operation.0, 1, log_operation log_pkey",
        "operation=Retired.run, 1, log_operation",
        "operation=nothing, 1, log_operation",
        "session=d3d9446802a44259755d38e6d163e820, 1, log_session",
        "session=nothing, 1, log_session",
        "requestId=d3d9446802a44259755d38e6d163e820, 1, log_request",
        "requestId=nothing, 1, log_request",
        "traceId=d3d9446802a44259755d38e6d163e820, 1, log_trace",
        "traceId=nothing, 1, log_trace",
        "ip=10.0.0.1, 1, log_ip",
        "ip=nowhere, 1, log_ip"
    })
    void readsNoMoreThanAPageOfTheIndex(String query, int branches, String indexes) throws SQLException {
        for (int limit : LIMITS) {
            for (Map.Entry<String, Question> question : directions(query, limit).entrySet()) {
                Plan plan = Plan.of(question.getValue(), connection);

                String what = query + ", " + question.getKey() + "\n" + plan.text();
                boolean generic = question.getValue().generic();
                boolean walks = !generic && !query.isEmpty() && indexes.contains("log_pkey");
                String own = walks ? indexes : indexes.replace(" log_pkey", "");
                // What begins so above the position up to which the types are known: nothing is there.
                if (generic && query.contains("*")) own += " log_pkey";
                assertThat(plan.scans()).as(what).isEmpty();
                assertThat(plan.indexes()).as(what).isSubsetOf(own.split(" "));
                long most = walks ? 30L * limit : 2L * limit;
                assertThat(plan.rows()).as(what).isLessThanOrEqualTo(branches * most);
            }
        }
    }

    /** Windows that are old, new, over now, and long ago because it was imported. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=2026-01-02T00:00:00Z&to=2026-01-02T02:00:00Z",
                "from=2026-03-21T00:00:00Z",
                "to=2026-01-01T06:00:00Z",
                "from=2026-01-02T00:00:00Z&to=2026-03-02T00:00:00Z"
            })
    void readsNoMoreThanAPageOfTheWindow(String window) throws SQLException {
        for (int limit : LIMITS) {
            for (Map.Entry<String, Question> question :
                    directions(window, limit).entrySet()) {
                Plan plan = Plan.of(question.getValue(), connection);

                assertThat(plan.scans()).as(plan.text()).isEmpty();
                assertThat(plan.indexes()).as(plan.text()).isSubsetOf("log_pkey", "log_astray");
                // A minute on either side, at seven seconds an event, and what was imported.
                assertThat(plan.rows()).as(plan.text()).isLessThanOrEqualTo(limit + 20 + 100);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "service=service-0, log_service",
        "ip=10.0.0.1, log_ip",
        "account=account-0, log_account log_target_account"
    })
    void readsOfAnIndexNoMoreThanTheWindow(String filter, String indexes) throws SQLException {
        String query = filter + "&from=2026-01-02T00:00:00Z&to=2026-01-02T02:00:00Z";
        for (Map.Entry<String, Question> question : directions(query, 250).entrySet()) {
            Plan plan = Plan.of(question.getValue(), connection);

            assertThat(plan.indexes()).as(plan.text()).isSubsetOf((indexes + " log_astray log_pkey").split(" "));
            assertThat(plan.rows()).as(plan.text()).isLessThan(1_100);
        }
    }

    /** No index carries these; a window does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "q=no such words",
                "metadata.role=none",
                "has=replayedFrom",
                "has=metadata.none",
                "outcome=success&metadata.role=none",
                "request.order.to=none",
                "response.status=none",
                "has=request.none"
            })
    void readsTheWindowWhereNoIndexCarriesTheFilter(String filter) throws SQLException {
        String query = filter + "&from=2026-01-02T00:00:00Z&to=2026-01-02T02:00:00Z";
        for (Map.Entry<String, Question> question : directions(query, 51).entrySet()) {
            Plan plan = Plan.of(question.getValue(), connection);

            assertThat(plan.scans()).as(plan.text()).isEmpty();
            assertThat(plan.rows()).as(plan.text()).isLessThan(1_100);
        }
    }

    /** Every event that has a payload matches: a page of them is a page of the index, and of their payloads. */
    @ParameterizedTest
    @CsvSource({
        "has=payload, log_payload",
        "has=request, log_payload payload_pkey",
        "has=response, log_payload payload_pkey",
        "has=request.order.to, log_payload payload_pkey",
        "response.status=201, log_payload payload_pkey"
    })
    void readsNoMoreThanAPageOfTheEventsWithAPayload(String query, String indexes) throws SQLException {
        for (int limit : LIMITS) {
            for (Map.Entry<String, Question> question : directions(query, limit).entrySet()) {
                Plan plan = Plan.of(question.getValue(), connection);

                String what = query + ", " + question.getKey() + "\n" + plan.text();
                assertThat(plan.scans()).as(what).isEmpty();
                assertThat(plan.indexes()).as(what).containsExactly(indexes.split(" "));
                assertThat(plan.rows()).as(what).isBetween((long) limit, 2L * limit);
            }
        }
    }

    /** Nothing matches: each payload is looked at, and no event without one. */
    @ParameterizedTest
    @ValueSource(
            strings = {"request.order.to=none", "response.status=\"201\"", "has=request.none", "has=response.none"})
    void readsEveryPayloadAndNoOtherEventToFindNothing(String query) throws SQLException {
        for (Order order : Order.values()) {
            Plan plan = Plan.of(pages(query, Positions.ALL, order, 51, Planning.ONCE), connection);

            assertThat(plan.scans()).as(plan.text()).isEmpty();
            assertThat(plan.indexes()).as(plan.text()).containsExactly("log_payload", "payload_pkey");
            assertThat(plan.rows()).as(plan.text()).isEqualTo(2 * Million.PAYLOADS);
        }
    }

    /** So says the README: without a window, it may take the whole log to find nothing. */
    @Test
    void readsEverythingWhereNeitherAnIndexNorAWindowCarriesTheFilter() throws SQLException {
        for (String query : List.of("q=no such words", "metadata.role=none", "has=replayedFrom", "has=metadata.none")) {
            Question question = pages(query, Positions.ALL, Order.NEWEST_FIRST, 51, Planning.ONCE);

            assertThat(Plan.of(question, connection).rows()).as(query).isEqualTo(Million.EVENTS);
        }
    }

    @Test
    void findsANameByOneLookIntoEachPartition() throws SQLException {
        List<String> accounts = List.of("account-0", "account-5", "gone", "nobody");
        long partitions = new Sql(connection)
                .count("select count(*) from pg_inherits where inhparent = 'tidemark.log'::regclass");

        Plan plan = Plan.of(AccountNames.question(accounts), connection);

        assertThat(plan.indexes())
                .as(plan.text())
                .contains("log_username")
                .isSubsetOf("log_username", "session_account", "session_seen");
        assertThat(plan.rows()).as(plan.text()).isLessThanOrEqualTo(accounts.size() * partitions);
    }

    @Test
    void readsNoMoreThanTheWindowForStatistics() throws SQLException {
        Instant from = Instant.parse("2026-01-02T00:00:00Z");
        Question question = LogStatistics.summary(SOURCE, from, from.plusSeconds(7_200), Filter.ALL);

        Plan plan = Plan.of(question, connection);

        assertThat(plan.scans()).as(plan.text()).isEmpty();
        assertThat(plan.rows()).as(plan.text()).isLessThan(1_100);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T00:00:00Z, 2026-01-02T02:00:00Z",
        "2026-01-02T00:00:00Z, 2026-01-02T00:00:07Z",
        "2020-02-01T00:00:00Z, 2020-03-01T00:00:00Z",
        "2020-01-01T00:00:00Z, 2026-01-01T00:01:00Z",
        "2020-02-18T14:00:00Z, 2020-02-18T14:03:00Z",
        "0001-01-01T00:00:00Z, 9999-12-31T23:59:59Z",
        "2030-01-01T00:00:00Z, 2031-01-01T00:00:00Z",
        "2001-01-01T00:00:00Z, 2002-01-01T00:00:00Z"
    })
    void findsEverythingThatOccurredInTheWindow(Instant from, Instant to) throws SQLException {
        Positions positions = Window.of(from, to, SOURCE).positions();

        long inside = Jdbc.query(
                connection,
                "select count(*) from tidemark.log where (seq > ? and seq <= ? or " + Window.ASTRAY
                        + ") and occurred_at >= ? and occurred_at < ?",
                List.of(positions.above(), positions.last(), from, to),
                PlansIT::number);
        long all = Jdbc.query(
                connection,
                "select count(*) from tidemark.log where occurred_at >= ? and occurred_at < ?",
                List.of(from, to),
                PlansIT::number);

        assertThat(inside).isEqualTo(all);
    }

    private static long number(ResultSet rows) throws SQLException {
        rows.next();
        return rows.getLong(1);
    }

    /** From the newest, from the oldest, from the middle, and some positions only. */
    private static Map<String, Question> directions(String query, int limit) {
        Map<String, Question> questions = new LinkedHashMap<>();
        for (Planning planning : Planning.values()) {
            Order newest = Order.NEWEST_FIRST;
            Order oldest = Order.OLDEST_FIRST;
            Positions before = new Positions(0, 500_000);
            Positions after = new Positions(500_000, Long.MAX_VALUE);
            questions.put("newest first, " + planning, pages(query, Positions.ALL, newest, limit, planning));
            questions.put("oldest first, " + planning, pages(query, Positions.ALL, oldest, limit, planning));
            questions.put("before, " + planning, pages(query, before, newest, limit, planning));
            questions.put("after, " + planning, pages(query, after, oldest, limit, planning));
        }
        Positions part = new Positions(300_000, 400_000);
        questions.put("part of an export", pages(query, part, Order.OLDEST_FIRST, limit, Planning.EACH_TIME));
        return questions;
    }

    private static Question pages(String query, Positions positions, Order order, int limit, Planning planning) {
        return planning.question(
                new Pages(SOURCE, order, limit, new KnownTypes(), new KnownBounds()), positions, Asked.filter(query));
    }
}
