package io.tidemark.stream;

/**
 * What a reader is sent next.
 *
 * @param text empty if there is nothing to send but the position to move
 * @param reached the position after it
 * @param full whether nothing would have been added to it, had there been more
 */
record Batch(Text text, int events, long reached, boolean full) {}
