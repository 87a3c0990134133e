package io.tidemark.host.audited;

/** A transfer that was made. */
public record Receipt(String number, int amount) {}
