/**
 * The checker: clients that work on a cluster while it is broken in every way, and a verdict on the promises from nothing
 * but what the clients saw.
 */
@NullMarked
package io.tidemark.checker;

import org.jspecify.annotations.NullMarked;
