package io.tidemark.host.audited;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Code that nobody may annotate: its rules are in the configuration. */
@ApplicationScoped
public class Legacy {
    @Transactional
    public String pay(Order order) {
        if (order.amount() < 0) throw new IllegalArgumentException("amount must be positive");
        return "P-" + order.amount();
    }

    public void untouched(Order order) {}
}
