/** One ordered feed of the log per node: reads what is new and fires {@link io.tidemark.tail.Committed}. */
@NullMarked
package io.tidemark.tail;

import org.jspecify.annotations.NullMarked;
