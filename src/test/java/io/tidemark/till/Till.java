package io.tidemark.till;

import io.tidemark.capture.Audited;
import io.tidemark.event.Mutation;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.concurrent.atomic.AtomicInteger;

/** Operations that count how often they are run. */
@ApplicationScoped
public class Till {
    private final AtomicInteger runs = new AtomicInteger();

    public record Receipt(String account, int amount) {}

    int runs() {
        return runs.get();
    }

    @Transactional
    @Audited(mutation = Mutation.UPDATE, targetType = "till", target = "account", capture = true, replayable = true)
    public Receipt pay(String account, int amount) {
        runs.incrementAndGet();
        if (amount < 0) throw new IllegalArgumentException("amount must not be negative");
        return new Receipt(account, amount);
    }

    @Audited(mutation = Mutation.UPDATE, targetType = "till", target = "account", capture = true, replayable = true)
    public void unlock(String account, String password) {
        runs.incrementAndGet();
    }

    @Audited(mutation = Mutation.UPDATE, targetType = "till", target = "account", capture = true, replayable = true)
    public void print(String account, String text) {
        runs.incrementAndGet();
    }

    @Audited(mutation = Mutation.UPDATE, targetType = "till", target = "account", capture = true)
    public void open(String account) {
        runs.incrementAndGet();
    }

    @RolesAllowed("cashier")
    @Audited(mutation = Mutation.UPDATE, targetType = "till", target = "account", capture = true, replayable = true)
    public void count(String account) {
        runs.incrementAndGet();
    }

    @Audited(mutation = Mutation.UPDATE, targetType = "till", target = "account")
    public void close(String account) {
        runs.incrementAndGet();
    }
}
