/**
 * Reading leaves a trace: who opened a stream, asked, exported, or was denied, as events of the log.
 *
 * <p>Why is an access stored before it is answered, but its end and a denial behind? Nothing must be read that left no
 * trace; that a stream ended, or that somebody got nothing, may be written a moment later, and must not hold up the thread
 * that noticed.
 */
@NullMarked
package io.tidemark.trace;

import org.jspecify.annotations.NullMarked;
