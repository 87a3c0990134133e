package io.tidemark.tail;

/**
 * The node follows the log from that position: a CDI event, fired before any {@link Committed}, and again when the log was
 * set back, or is another one: what was read of it before counts no more.
 */
public record Followed(long head) {}
