package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A transaction elsewhere stays open while an hour's events pass: what they leave in the inbox cannot be cleaned up. */
@Tag("long")
class HeldSnapshotIT {
    private static final int BLOCKS = 100;
    private static final int BLOCK = 1_000;
    private static final String INSERT = """
            insert into tidemark.inbox (ordinal, id, event_type, event_version, outcome, occurred_at, account_id)
            select n, gen_random_uuid(), 'test.marker', '1.0', 'success', now(), 'account-' || n % 500
            from generate_series(1, ?) n
            """;

    @Test
    void movesEverythingOnceAndPrintsWhatItCosts() throws SQLException {
        var schema = Schema.create();
        try (var app = schema.asApp();
                var holder = schema.asApp()) {
            var before = steps(app);
            holder.setAutoCommit(false);
            holder.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            assertThat(new Sql(holder).count("select next_seq - 1 from tidemark.sequencer"))
                    .isEqualTo(BLOCKS * BLOCK);

            var held = steps(app);
            var later = steps(app);

            holder.rollback();
            assertThat(new Sql(app).rows("select max(seq) as last, count(*) as count from tidemark.log"))
                    .allSatisfy(row -> assertThat(row.values()).containsOnly(3L * BLOCKS * BLOCK));
            System.out.printf(
                    "HeldSnapshotIT: a step of %d events takes %.1f ms; while a snapshot is held and %d events pass %.1f ms, the next as many %.1f ms%n",
                    BLOCK, millis(before), BLOCKS * BLOCK, millis(held), millis(later));
        }
    }

    /** Emits and moves a hundred blocks; what a step took on average. */
    private static Duration steps(Connection app) throws SQLException {
        var sql = new Sql(app);
        long stepping = 0;
        for (int i = 0; i < BLOCKS; i++) {
            sql.run(INSERT, BLOCK);
            long began = System.nanoTime();
            assertThat(sql.count("select tidemark.sequence_step(?)", BLOCK)).isEqualTo(BLOCK);
            stepping += System.nanoTime() - began;
        }
        return Duration.ofNanos(stepping / BLOCKS);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
