/** Gives committed events their positions: any node, one at a time, paced. */
@NullMarked
package io.tidemark.sequence;

import org.jspecify.annotations.NullMarked;
