package io.tidemark.tail;

/** The node follows the log from that position: a CDI event, fired once, before any {@link Committed}. */
public record Followed(long head) {}
