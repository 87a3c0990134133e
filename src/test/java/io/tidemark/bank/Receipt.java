package io.tidemark.bank;

import java.math.BigDecimal;

/** What an account has now. */
public record Receipt(BigDecimal balance) {}
