package io.tidemark.bank;

import java.math.BigDecimal;

/** Cash that a teller took in. */
public record Deposit(BigDecimal amount) {
    public Deposit {
        if (amount.signum() <= 0) throw new IllegalArgumentException("amount must be positive");
    }
}
