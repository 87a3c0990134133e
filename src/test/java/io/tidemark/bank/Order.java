package io.tidemark.bank;

import java.math.BigDecimal;

/** A transfer to be made. */
public record Order(String from, String to, BigDecimal amount) {
    public Order {
        if (amount.signum() <= 0) throw new IllegalArgumentException("amount must be positive");
    }
}
