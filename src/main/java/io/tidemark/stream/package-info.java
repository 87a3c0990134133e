/** Subscriptions: who reads the log live, how far, and what is written to whom. */
@NullMarked
package io.tidemark.stream;

import org.jspecify.annotations.NullMarked;
