/** Tests of the room. */
@NullMarked
package io.tidemark.retention;

import org.jspecify.annotations.NullMarked;
