package io.tidemark.store;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketExceptions;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import io.tidemark.event.LogUnavailable;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Token buckets, shared by all nodes: a row each, locked while a token is taken. Joins no transaction; called inside of one, it
 * fails. Thread-safe.
 *
 * <p>Every method throws {@link LogUnavailable} if the database does not answer.
 */
@ApplicationScoped
public class Buckets {
    private static final int FORGOTTEN = 1_000;

    @Resource(lookup = "java:comp/DefaultDataSource", shareable = false)
    private DataSource source;

    /** So many at once, and one more after each time that long. */
    public record Rate(int capacity, Duration refill) {}

    /** Takes a token; how long until there is one if there is none, else zero. */
    public Duration take(String key, Rate rate) {
        return ask(key, rate, bucket -> {
            ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
            return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
        });
    }

    /** Gives a token back that was not needed. */
    public void giveBack(String key, Rate rate) {
        ask(key, rate, bucket -> {
            bucket.addTokens(1);
            return true;
        });
    }

    /** Forgets buckets that are full again. */
    public int forget() {
        try {
            return buckets().removeExpired(FORGOTTEN);
        } catch (BucketExceptions.BucketExecutionException e) {
            throw new LogUnavailable("The database failed to answer", e);
        }
    }

    private <T> T ask(String key, Rate rate, Function<BucketProxy, T> question) {
        BucketConfiguration configuration = BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(rate.capacity()).refillGreedy(1, rate.refill()))
                .build();
        try {
            return question.apply(buckets().getProxy(key, () -> configuration));
        } catch (BucketExceptions.BucketExecutionException e) {
            throw new LogUnavailable("The database failed to answer", e);
        }
    }

    private PostgreSQLSelectForUpdateBasedProxyManager<String> buckets() {
        return Bucket4jPostgreSQL.selectForUpdateBasedBuilder(source)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("tidemark.bucket")
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofMinutes(1)))
                .build();
    }
}
