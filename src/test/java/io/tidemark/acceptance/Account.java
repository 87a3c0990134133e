package io.tidemark.acceptance;

import static io.tidemark.acceptance.Callers.EVENTS;
import static io.tidemark.acceptance.Callers.json;
import static io.tidemark.acceptance.Callers.reader;
import static io.tidemark.acceptance.Callers.record;
import static io.tidemark.acceptance.Callers.someone;
import static io.tidemark.acceptance.Callers.writer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An account that one test has for itself: events of it to be posted, and what became of them. */
record Account(String name) {

    Account() {
        this(someone());
    }

    Map<String, Object> event() {
        return Map.of("id", UUID.randomUUID().toString(), "eventType", "wire_test", "accountId", name);
    }

    Map<String, Object> with(String member, Object value) {
        var event = new LinkedHashMap<>(event());
        event.put(member, value);
        return event;
    }

    /** So many events as JSON. */
    List<String> events(int count) {
        return IntStream.range(0, count).mapToObj(i -> json(event())).collect(Collectors.toCollection(ArrayList::new));
    }

    /** How many events of it the log holds. */
    long stored() {
        try (var connection = Servers.database().asApp()) {
            return new Sql(connection).count("select count(*) from tidemark.log where account_id = ?", name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static Api.Answer post(Map<String, Object> event) {
        return writer().postJson(EVENTS, json(event));
    }

    static String id(Map<String, Object> event) {
        return String.valueOf(event.get("id"));
    }

    /** Positions follow commits: once a later event has one, an earlier would have it too. */
    static void isNotStored(String id) {
        record(someone());
        assertThat(reader().get(EVENTS + "/" + id).status()).isEqualTo(404);
    }
}
