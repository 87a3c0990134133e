package io.tidemark.acceptance;

import static io.tidemark.acceptance.Account.id;
import static io.tidemark.acceptance.Account.post;
import static io.tidemark.acceptance.Callers.EVENTS;
import static io.tidemark.acceptance.Callers.SOON;
import static io.tidemark.acceptance.Callers.json;
import static io.tidemark.acceptance.Callers.reader;
import static io.tidemark.acceptance.Callers.record;
import static io.tidemark.acceptance.Callers.seqOf;
import static io.tidemark.acceptance.Callers.someone;
import static io.tidemark.acceptance.Callers.writer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.Await;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An id is stored once, whoever posts it, and how often. */
class RepeatedEventIT {

    private static final String NDJSON = "application/x-ndjson";
    private static final String WAITING =
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%tidemark.accepted%'";

    private final Account account = new Account();

    @Test
    void storesAnIdOnceWhateverItSaysTheSecondTime() {
        var first = account.with("errorMessage", "first");
        var second = new LinkedHashMap<String, Object>(first);
        second.put("errorMessage", "second");

        var once = writer().postJson(EVENTS, "[" + json(first) + "," + json(second) + "]");
        var again = writer().postJson(EVENTS, json(second));

        assertThat(once.status()).isEqualTo(201);
        assertThat(once.json().path("stored").asInt()).isEqualTo(1);
        assertThat(once.json().path("known").asInt()).isEqualTo(1);
        assertThat(once.json().path("ids").size()).isEqualTo(2);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("stored").asInt()).isZero();
        assertThat(again.json().path("known").asInt()).isEqualTo(1);
        seqOf(id(first));
        assertThat(reader().get(EVENTS + "/" + id(first))
                        .json()
                        .path("errorMessage")
                        .asString())
                .isEqualTo("first");
        assertThat(account.stored()).isEqualTo(1);
    }

    @Test
    void takesTheSameIdInAnyCase() {
        var event = account.event();
        var shouted = new LinkedHashMap<String, Object>(event);
        shouted.put("id", id(event).toUpperCase(Locale.ROOT));

        assertThat(post(event).status()).isEqualTo(201);
        assertThat(post(shouted).status()).isEqualTo(200);
    }

    /**
     * Two transactions that insert the same keys in opposite order end in a deadlock, if the keys are not sorted. A third
     * that holds a key in the middle makes them meet.
     */
    @Test
    void storesEachEventOnceWhenTwoPostTheSameInOppositeOrder() throws SQLException {
        var ids = IntStream.range(0, 101).mapToObj(i -> UUID.randomUUID()).toList();
        var forwards =
                ids.stream().map(id -> json(account.with("id", id.toString()))).toList();
        var backwards = new ArrayList<>(forwards);
        Collections.reverse(backwards);

        CompletableFuture<Api.Answer> one;
        CompletableFuture<Api.Answer> other;
        try (var owner = Servers.database().asOwner();
                var watcher = Servers.database().asSuperuser()) {
            owner.setAutoCommit(false);
            new Sql(owner).run("insert into tidemark.accepted (id) values (?)", ids.get(50));
            one = CompletableFuture.supplyAsync(() -> writer().post(EVENTS, NDJSON, String.join("\n", forwards)));
            other = CompletableFuture.supplyAsync(() -> writer().post(EVENTS, NDJSON, String.join("\n", backwards)));
            Await.until("two that wait", SOON, () -> new Sql(watcher).count(WAITING) >= 2);
            owner.rollback();
        }

        assertThat(List.of(one.join().status(), other.join().status())).containsExactlyInAnyOrder(200, 201);
        assertThat(one.join().json().path("stored").asInt()
                        + other.join().json().path("stored").asInt())
                .isEqualTo(101);
        record(someone());
        assertThat(account.stored()).isEqualTo(101);
    }
}
