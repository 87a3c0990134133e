/** What went into an operation and came out of it, redacted and bounded before it is stored. */
@NullMarked
package io.tidemark.capture;

import org.jspecify.annotations.NullMarked;
