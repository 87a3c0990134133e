package io.tidemark.host.bank;

/** A transfer that was made. */
public record Receipt(String number, int amount) {}
