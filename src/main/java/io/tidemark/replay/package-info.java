/** Runs a captured operation again, as the caller. */
@NullMarked
package io.tidemark.replay;

import org.jspecify.annotations.NullMarked;
