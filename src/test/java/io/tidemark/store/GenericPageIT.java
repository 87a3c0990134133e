package io.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Condition.From;
import io.tidemark.event.Condition.To;
import io.tidemark.store.KnownBounds.Bound;
import io.tidemark.store.KnownTypes.Known;
import io.tidemark.store.Pages.Order;
import io.tidemark.testing.Million;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A page has the same events whether it is planned once or each time. */
class GenericPageIT {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "eventType=login",
                "eventType=role_grant_*",
                "eventType=role_*&eventType=login&eventType=nothing&eventType=login",
                "eventType=login&eventType=logout",
                "eventType=*",
                "eventType=nothing*",
                "outcome=failure",
                "outcome=success",
                "account=account-0",
                "account=gone",
                "actor=actor-0",
                "service=retired",
                "session=d3d9446802a44259755d38e6d163e820",
                "from=2026-01-02T00:00:00Z&to=2026-01-02T02:00:00Z",
                "from=2020-01-01T00:00:00Z&to=2026-01-01T00:10:00Z",
                "from=2026-03-21T00:00:00Z",
                "to=2026-01-01T06:00:00Z"
            })
    void findsTheSameHoweverItIsPlanned(String query) throws Exception {
        DataSource million = million();
        for (Order order : Order.values()) {
            for (Positions positions :
                    List.of(Positions.ALL, new Positions(4_000, 600_050), new Positions(999_990, 1_000_000))) {
                Pages pages = new Pages(million, order, 60, new KnownTypes(), new KnownBounds());
                Question once = pages.question(Rows.COLUMNS, positions, Asked.filter(query));
                Question eachTime = pages.custom(Rows.COLUMNS, positions, Asked.filter(query));

                if (positions.equals(Positions.ALL)) assertThat(once.generic()).isTrue();
                assertThat(seqs(once, million)).isEqualTo(seqs(eachTime, million));
            }
        }
    }

    /** What a node has heard may be long ago, or of another log, of which it knows nothing that would help. */
    @ParameterizedTest
    @ValueSource(strings = {"eventType=role_grant_*", "eventType=role_*&eventType=login", "eventType=nothing*"})
    void findsTheSameHoweverLittleIsKnownOfTheTypes(String query) throws Exception {
        DataSource million = million();
        Known all = Jdbc.query(million, KnownTypes.ALL, List.of(), Known::of);
        List<Known> heard = List.of(
                all,
                new Known(all.logId(), 0, Set.of()),
                new Known(all.logId(), 1, typesUpTo(1, million)),
                new Known(all.logId(), 999_000, all.names()),
                new Known(all.logId(), 1_000_001, Set.of("login")),
                new Known(UUID.randomUUID(), 1_000_000, Set.of("login")));
        for (Order order : Order.values()) {
            for (Positions positions : List.of(Positions.ALL, new Positions(998_990, 1_000_000))) {
                Question eachTime = new Pages(million, order, 60, new KnownTypes(), new KnownBounds())
                        .custom(Rows.COLUMNS, positions, Asked.filter(query));
                for (Known known : heard) {
                    Question once = new Pages(million, order, 60, knowing(known), new KnownBounds())
                            .question(Rows.COLUMNS, positions, Asked.filter(query));

                    assertThat(seqs(once, million)).as(known.toString()).isEqualTo(seqs(eachTime, million));
                }
            }
        }
    }

    /** What a node knows of a window may be of another log, or of one that came further. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=2026-01-02T00:00:00Z&to=2026-01-02T02:00:00Z",
                "from=2026-03-21T00:00:00Z",
                "to=2026-01-01T06:00:00Z",
                "from=2026-01-02T00:00:00Z&to=2026-01-02T02:00:00Z&outcome=failure"
            })
    void findsTheSameWhateverIsKnownOfTheWindow(String query) throws Exception {
        DataSource million = million();
        UUID logId = Jdbc.query(million, KnownTypes.ALL, List.of(), Known::of).logId();
        KnownBounds nothing = new KnownBounds();
        KnownBounds asked = new KnownBounds();
        newest(query, million, asked);
        KnownBounds another = new KnownBounds();
        KnownBounds further = new KnownBounds();
        for (Bound bound : bounds(query)) {
            assertThat(asked.has(bound)).isTrue();
            another.found(bound, UUID.randomUUID(), 500_000, 1_000_000);
            further.found(bound, logId, 1_000_001, 2_000_000);
        }

        List<Long> expected = newest(query, million, nothing);
        assertThat(expected).isNotEmpty();
        for (KnownBounds known : List.of(asked, another, further)) {
            assertThat(newest(query, million, known)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&outcome=failure"})
    void asksOnceWhereAWindowIs(String more) throws Exception {
        String query = "from=2026-01-02T00:00:00Z&to=2026-01-02T02:00:00Z" + more;
        DataSource million = million();
        UUID logId = Jdbc.query(million, KnownTypes.ALL, List.of(), Known::of).logId();
        KnownBounds known = new KnownBounds();
        for (Bound bound : bounds(query)) known.found(bound, logId, 1, 1_000_000);

        // From one to one: nobody has looked again.
        assertThat(newest(query, million, known)).isEmpty();
    }

    @Test
    void doesNotKnowWhereAWindowEndsBeforeSomethingIsRecordedBehindIt() throws Exception {
        String query = "from=2026-01-02T00:00:00Z&to=2026-09-01T00:00:00Z";
        KnownBounds known = new KnownBounds();

        newest(query, million(), known);

        assertThat(bounds(query)).extracting(known::has).containsExactly(true, false);
    }

    private static List<Bound> bounds(String query) {
        return Asked.filter(query).conditions().stream()
                .flatMap(condition -> condition instanceof From from
                        ? Stream.of(new Bound(from.time(), true))
                        : condition instanceof To to ? Stream.of(new Bound(to.time(), false)) : Stream.of())
                .toList();
    }

    private static List<Long> newest(String query, DataSource source, KnownBounds known) {
        Pages pages = new Pages(source, Order.NEWEST_FIRST, 60, new KnownTypes(), known);
        return seqs(pages.question(Rows.COLUMNS, Positions.ALL, Asked.filter(query)), source);
    }

    private static KnownTypes knowing(Known known) {
        KnownTypes types = new KnownTypes();
        types.begin(known);
        return types;
    }

    private static Set<String> typesUpTo(long seq, DataSource source) {
        String sql = "select distinct event_type from tidemark.log where seq <= ?";
        return Jdbc.query(source, sql, List.of(seq), rows -> {
            Set<String> types = new HashSet<>();
            while (rows.next()) types.add(rows.getString(1));
            return types;
        });
    }

    private static DataSource million() throws Exception {
        var million = new PGSimpleDataSource();
        million.setUrl(Million.filled().url());
        million.setUser("tidemark_app");
        million.setPassword("tidemark_app");
        return million;
    }

    private static List<Long> seqs(Question question, DataSource source) {
        return Jdbc.query(source, question.sql(), question.parameters(), rows -> {
            List<Long> seqs = new ArrayList<>();
            while (rows.next()) seqs.add(rows.getLong("seq"));
            return seqs;
        });
    }
}
