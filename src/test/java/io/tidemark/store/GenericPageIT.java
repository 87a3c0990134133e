package io.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.store.Pages.Order;
import io.tidemark.testing.Million;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
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
        var million = new PGSimpleDataSource();
        million.setUrl(Million.filled().url());
        million.setUser("tidemark_app");
        million.setPassword("tidemark_app");
        for (Order order : Order.values()) {
            for (Positions positions :
                    List.of(Positions.ALL, new Positions(4_000, 600_050), new Positions(999_990, 1_000_000))) {
                Pages pages = new Pages(million, order, 60);
                Question once = pages.question(Rows.COLUMNS, positions, Asked.filter(query));
                Question eachTime = pages.custom(Rows.COLUMNS, positions, Asked.filter(query));

                if (positions.equals(Positions.ALL)) assertThat(once.generic()).isTrue();
                assertThat(seqs(once, million)).isEqualTo(seqs(eachTime, million));
            }
        }
    }

    private static List<Long> seqs(Question question, DataSource source) {
        return Jdbc.query(source, question.sql(), question.parameters(), rows -> {
            List<Long> seqs = new ArrayList<>();
            while (rows.next()) seqs.add(rows.getLong("seq"));
            return seqs;
        });
    }
}
